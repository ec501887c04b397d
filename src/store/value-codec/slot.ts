/**
 * How the table of the tagged format holds a value in the place of a member: what JSON keeps, as it is; everything
 * else as a list of one, which is the number of a node, a negative number for a constant, or a BigInt in hexadecimal.
 */
export type Slot = string | number | boolean | null | readonly [number | string];

const constants: readonly unknown[] = [undefined, Number.NaN, Infinity, -Infinity, -0];

/** The slot of a primitive; undefined for what is none, or cannot be stored. */
export const primitiveSlot = (value: unknown): Slot | undefined => {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "object") return undefined;
  if (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)) return value;
  // Hexadecimal is read in linear time, decimal is not: a million digits from a foreign file must not take seconds.
  if (typeof value === "bigint") return [value.toString(16)];
  const at = constants.findIndex((constant) => Object.is(constant, value));
  return at === -1 ? undefined : [-1 - at];
};

/** The value of a slot. Throws when it is none. */
export const slotValue = (slot: unknown, nodes: readonly unknown[]): unknown => {
  if (typeof slot !== "object" || slot === null) return slot;
  const content: unknown = Array.isArray(slot) && slot.length === 1 ? slot[0] : undefined;
  if (typeof content === "string") return bigint(content);
  if (typeof content !== "number" || !Number.isInteger(content)) throw new TypeError("a member is malformed");
  if (content >= 0 && content < nodes.length) return nodes[content];
  if (content < 0 && -content <= constants.length) return constants[-1 - content];
  throw new TypeError(`it refers to the node ${content} of ${nodes.length}`);
};

const bigint = (text: string): bigint => {
  if (!/^(?:0|-?[1-9a-f][0-9a-f]*)$/u.test(text)) throw new TypeError("a BigInt is malformed");
  return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
};
