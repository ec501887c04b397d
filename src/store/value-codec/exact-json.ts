import { isProxy } from "./is-proxy.ts";
import { dataMember, isDense, listNames, memberNames } from "./own-members.ts";

// A fixed bound, not that of the stack, so that equal values get equal bytes wherever they are encoded.
const maxDepth = 200;

/**
 * Whether JSON keeps a value exactly, by one walk that costs about as much as JSON.stringify itself.
 *
 * So it is when the value consists of plain arrays without holes, plain objects, strings, booleans, null, and finite
 * numbers other than −0, is at most 200 levels deep, and holds no object twice. JSON escapes lone surrogates, keeps
 * every finite number to the last bit, and reads an own `__proto__` as a member like any other.
 */
export const isExactJson = (root: unknown, isClaimed: ((value: object) => boolean) | undefined): boolean => {
  if (hasInheritedToJson()) return false;
  const seen = new Set<object>();

  const keeps = (value: unknown, depth: number): boolean => {
    if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
    if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
    if (typeof value !== "object" || depth === maxDepth || seen.has(value) || isProxy(value)) return false;
    seen.add(value);
    if (isClaimed?.(value)) return false;
    return Array.isArray(value) ? keepsList(value, depth + 1) : keepsObject(value, depth + 1);
  };

  const keepsList = (list: readonly unknown[], depth: number): boolean => {
    if (Object.getPrototypeOf(list) !== Array.prototype) return false;
    const names = listNames(list);
    if (names === null || !isDense(names, list.length)) return false;
    for (let at = 0; at < list.length; at++) {
      const member = dataMember(list, at);
      if (member === undefined || !keeps(member.value, depth)) return false;
    }
    return true;
  };

  const keepsObject = (object: object, depth: number): boolean => {
    if (Object.getPrototypeOf(object) !== Object.prototype) return false;
    const names = memberNames(object);
    if (names === null) return false;
    for (const name of names) {
      const member = dataMember(object, name);
      if (member === undefined || !keeps(member.value, depth)) return false;
    }
    return true;
  };

  try {
    return keeps(root, 0);
  } catch {
    return false; // a part that cannot be read, or a codec that fails: the tagged codec tells where
  }
};

/** Whether somebody changed what JSON writes for every object. */
export const hasInheritedToJson = (): boolean => "toJSON" in Object.prototype || "toJSON" in Array.prototype;
