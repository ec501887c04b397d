import { SchemaError } from "./schema-error.ts";
import type { Json } from "./schema.ts";

/** Deeper nesting is refused: no frame of the supported libraries comes near it, and recursion stays safe. */
export const maxDepth = 64;

/** Refuses a value: the place, why, and what to write instead. */
export const refuse = (path: string, reason: string, remedy: string): never => {
  throw new SchemaError({ path, reason, remedy });
};

/**
 * Runs a decoder over a value that may be anything: what reading it throws becomes a SchemaError too.
 */
export const decodeUnknown = <Value>(decode: () => Value): Value => {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof SchemaError) throw cause;
    return refuse("$", "the value cannot be read", "Give plain data: a proxy or a getter of it threw.");
  }
};

/** The members of an object, of which no others may exist; absent and `undefined` are the same. */
export const membersOf = <Name extends string>(
  value: unknown,
  names: readonly Name[],
  path: string,
): { [N in Name]?: unknown } => {
  if (!isRecord(value)) return refuse(path, "is not an object", "Give plain data.");
  const members: { [N in Name]?: unknown } = {};
  for (const [key, member] of Object.entries(value)) {
    const name = names.find((known) => known === key);
    if (name === undefined) {
      return refuse(
        path,
        `has an unknown property ${JSON.stringify(key.slice(0, 80))}`,
        `Known are ${names.join(", ")}; put others under \`meta\`.`,
      );
    }
    members[name] = member;
  }
  return members;
};

/** The items of an array, holes included as `undefined`. */
export const itemsAt = <Item>(value: unknown, path: string, itemAt: (item: unknown, path: string) => Item): Item[] =>
  Array.isArray(value)
    ? Array.from(value, (item: unknown, i) => itemAt(item, `${path}[${i}]`))
    : refuse(path, "is not an array", "Give a list.");

/** Negative zero becomes zero: JSON does not keep its sign, and a schema must survive JSON unchanged. */
export const plainZero = (value: number): number => (value === 0 ? 0 : value);

/** A whole number of 0 or more. */
export const countAt = (value: unknown, path: string): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? plainZero(value)
    : refuse(path, "is not a count", "Give an integer of 0 or more.");

/** A copy of an object of JSON values. */
export const jsonObjectAt = (value: unknown, path: string): { readonly [key: string]: Json } =>
  isRecord(value) ? recordAt(value, path, 0) : refuse(path, "is not an object", "Meta is an object of JSON values.");

/** A copy of a JSON value. */
export const jsonAt = (value: unknown, path: string, depth = 0): Json => {
  if (depth > maxDepth) return refuse(path, `is nested deeper than ${maxDepth} levels`, "Keep meta shallow.");
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return plainZero(value);
  if (Array.isArray(value)) return itemsAt(value, path, (item, at) => jsonAt(item, at, depth + 1));
  if (isRecord(value)) return recordAt(value, path, depth);
  return refuse(path, "is not a JSON value", "Use text, finite numbers, booleans, null, arrays and plain objects.");
};

const recordAt = (value: object, path: string, depth: number): { readonly [key: string]: Json } => {
  const copy: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    // Defined, not assigned: assigning `__proto__` would set the prototype and lose the member.
    Object.defineProperty(copy, key, {
      value: jsonAt(member, `${path}[${JSON.stringify(key)}]`, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
};

const isRecord = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};
