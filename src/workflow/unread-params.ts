/**
 * Params that a schema takes and drops. zod and effect do that with every name they do not know, so that a misspelt param
 * would leave the default in force and nobody would hear of it.
 */
import * as Equal from "effect/Equal";

/** What a schema makes of a value; undefined when it refuses it. */
export type Decode = (params: unknown) => { readonly value: unknown } | undefined;

/** A member that nothing reads, and the names that its object has once it is decoded. */
export interface UnreadParam {
  readonly path: readonly string[];
  readonly known: readonly string[];
}

/**
 * Finds the members of plain objects, at any depth, that are gone from the decoded value and could be anything.
 *
 * A transformation may rename a member or make something else of it. So each that is gone is asked about: it is unread
 * when a value that nobody means is taken in its place as well, and the same comes out. Params whose members are all
 * there are not decoded again.
 */
export const unreadParams = (params: unknown, decoded: unknown, decode: Decode): readonly UnreadParam[] => {
  const unreadIn = (given: unknown, made: unknown, path: readonly string[]): readonly UnreadParam[] => {
    if (Array.isArray(given) && Array.isArray(made))
      return given.flatMap((item, place) => unreadIn(item, made[place], [...path, String(place)]));
    if (!isPlain(given) || !isPlain(made)) return [];
    return Object.keys(given).flatMap((name) => {
      const member = [...path, name];
      if (Object.hasOwn(made, name)) return unreadIn(given[name], made[name], member);
      return isUnread(member) ? [{ path: member, known: Object.keys(made) }] : [];
    });
  };
  const isUnread = (path: readonly string[]): boolean => {
    const other = decode(replaced(params, path));
    return other !== undefined && Equal.equals(other.value, decoded);
  };
  return unreadIn(params, decoded, []);
};

const replaced = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
  if (name === undefined) return Symbol("a value that nobody means");
  if (Array.isArray(value)) return value.map((item, place) => (String(place) === name ? replaced(item, rest) : item));
  return isPlain(value) ? { ...value, [name]: replaced(value[name], rest) } : value;
};

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};
