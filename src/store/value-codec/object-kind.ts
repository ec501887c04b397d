import type { NodeKind, NodeReader, NodeWriter, Shell } from "./node-kind.ts";
import { dataMember, memberNames, setMember } from "./own-members.ts";
import type { Slot } from "./slot.ts";
import { quoted } from "./value-path.ts";

/** Objects without a prototype: `["null", members]`. Those with the usual one are their members. */
export const nullObjectKind: NodeKind = {
  tags: ["null"],
  prototypes: [null],
  write: (value, writer) => ["null", writeMembers(value, writer)],
  read: ([, members], reader) => {
    if (!isRecord(members)) throw new TypeError("an object is malformed");
    const { made, fill } = readMembers(members, reader);
    return { made: Object.setPrototypeOf(made, null) as object, fill };
  },
};

/** The members of an object as slots, in its order. */
export const writeMembers = (value: object, writer: NodeWriter): Readonly<Record<string, Slot>> => {
  const names = memberNames(value);
  if (names === null) throw hiddenMember(value, writer);
  const members: Record<string, Slot> = {};
  for (const name of names) {
    const slot = memberSlot(value, name, writer);
    // `__proto__` is a setter there, and in a realm with frozen prototypes `constructor` cannot be assigned to.
    if (name in members) setMember(members, name, slot);
    else members[name] = slot;
  }
  return members;
};

/** The slot of a member, which must be data. */
export const memberSlot = (value: object, name: string, writer: NodeWriter): Slot => {
  const member = dataMember(value, name);
  if (member === undefined)
    throw writer.refusal("is an accessor", "Return what it computes as data, or register a value codec", name);
  return writer.slot(member.value, name);
};

/** Says which member of an object or list cannot be seen by those who walk over it. */
export const hiddenMember = (value: object, writer: NodeWriter): Error => {
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined)
    return writer.refusal(`has the symbol key ${quoted(String(symbol))}`, "Name it with a string");
  const hidden = Object.getOwnPropertyNames(value).find(
    (name) => !(Array.isArray(value) && name === "length") && !Object.prototype.propertyIsEnumerable.call(value, name),
  );
  return writer.refusal("is not enumerable", "Make it an ordinary member, or leave it out", hidden);
};

/** The object JSON.parse made is the object itself, once the members that refer to others are in place. */
export const readMembers = (members: Record<string, unknown>, reader: NodeReader): Shell => ({
  made: members,
  fill: () => {
    for (const name of Object.keys(members)) {
      const slot = members[name];
      // All names are own members here, `__proto__` too, so an assignment reaches no setter.
      if (typeof slot === "object" && slot !== null) members[name] = reader.value(slot);
    }
  },
});

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
