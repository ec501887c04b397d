import type { NodeKind } from "./node-kind.ts";
import { hiddenMember, isRecord, memberSlot } from "./object-kind.ts";
import { isDense, listNames, setMember } from "./own-members.ts";
import type { Slot } from "./slot.ts";

const maxLength = 2 ** 32 - 1;

/**
 * Arrays: `["list", slots]`; those with holes or names (d3 hangs `columns` on its rows) `["sparse", length, members]`.
 */
export const listKind: NodeKind = {
  tags: ["list", "sparse"],
  prototypes: [Array.prototype],
  write: (value, writer) => {
    if (!Array.isArray(value)) throw writer.refusal("is an instance of Array that is no array");
    const names = listNames(value);
    if (names === null) throw hiddenMember(value, writer);
    if (!isDense(names, value.length)) {
      const members: Record<string, Slot> = {};
      for (const name of names) setMember(members, name, memberSlot(value, name, writer));
      return ["sparse", value.length, members];
    }
    const slots: Slot[] = [];
    for (let at = 0; at < names.length; at++) {
      const property = Object.getOwnPropertyDescriptor(value, at);
      if (property === undefined || !("value" in property)) throw writer.refusal("is an accessor", undefined, at);
      slots.push(writer.slot(property.value, at));
    }
    return ["list", slots];
  },
  read: ([tag, ...content], reader) => {
    if (tag === "sparse") {
      const [length, members] = content;
      if (!isLength(length) || !isRecord(members)) throw new TypeError("an array is malformed");
      const list = emptyList(length);
      const fill = (): void => {
        for (const [name, slot] of Object.entries(members)) {
          if (name === "length") throw new TypeError("an array is malformed");
          setMember(list, name, reader.value(slot));
        }
        if (list.length !== length) throw new TypeError("an array is longer than it says");
      };
      return { made: list, fill };
    }
    const [slots] = content;
    if (!Array.isArray(slots)) throw new TypeError("an array is malformed");
    const list: unknown[] = slots;
    if (!list.some((slot) => typeof slot === "object" && slot !== null)) return { made: list };
    return {
      made: list,
      fill: () => {
        for (let at = 0; at < list.length; at++) list[at] = reader.value(list[at]);
      },
    };
  },
};

const isLength = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= maxLength;

/** A list of holes. Writing its end first makes V8 reserve nothing: 30 foreign bytes must not take 256 MB. */
const emptyList = (length: number): unknown[] => {
  const list: unknown[] = [];
  if (length > 0) list[length - 1] = 0;
  Reflect.deleteProperty(list, length - 1);
  return list;
};
