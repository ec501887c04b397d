import type { NodeKind, NodeWriter } from "./node-kind.ts";
import { extraKeys } from "./own-members.ts";
import { quoted } from "./value-path.ts";

/** Maps: `["Map", slots]`, keys and values in turn. */
export const mapKind: NodeKind = {
  tags: ["Map"],
  prototypes: [Map.prototype],
  write: (value, writer) => {
    refuseExtras(value, writer);
    const slots: unknown[] = [];
    Map.prototype.forEach.call(value as Map<unknown, unknown>, (member, key) => {
      slots.push(writer.slot(key, slots.length));
      slots.push(writer.slot(member, slots.length));
    });
    return ["Map", slots];
  },
  read: ([, slots], reader) => {
    if (!Array.isArray(slots) || slots.length % 2 !== 0) throw new TypeError("a Map is malformed");
    const made = new Map<unknown, unknown>();
    const fill = (): void => {
      for (let at = 0; at < slots.length; at += 2) made.set(reader.value(slots[at]), reader.value(slots[at + 1]));
      if (made.size * 2 !== slots.length) throw new TypeError("a Map holds a key twice");
    };
    return { made, fill };
  },
};

/** Sets: `["Set", slots]`. */
export const setKind: NodeKind = {
  tags: ["Set"],
  prototypes: [Set.prototype],
  write: (value, writer) => {
    refuseExtras(value, writer);
    const slots: unknown[] = [];
    Set.prototype.forEach.call(value as Set<unknown>, (member) => slots.push(writer.slot(member, slots.length)));
    return ["Set", slots];
  },
  read: ([, slots], reader) => {
    if (!Array.isArray(slots)) throw new TypeError("a Set is malformed");
    const made = new Set<unknown>();
    const fill = (): void => {
      for (const slot of slots) made.add(reader.value(slot));
      if (made.size !== slots.length) throw new TypeError("a Set holds a member twice");
    };
    return { made, fill };
  },
};

/** What hangs on an object of a built-in class beside its content would be lost. */
export const refuseExtras = (value: object, writer: NodeWriter, expected?: readonly string[]): void => {
  const [extra] = extraKeys(value, expected);
  if (extra !== undefined)
    throw writer.refusal(
      `has a property of its own beside its content: ${quoted(String(extra))}`,
      "Return it beside the object, or register a value codec",
    );
};
