/**
 * The private, deep-frozen copy of params: no module can change what another one is given, nor the caller's object.
 */
import { type NameProblem } from "./names.ts";

/** What a copy refuses, and at which keys inside the params. */
export interface ParamsProblem extends NameProblem {
  readonly at: readonly string[];
}

/** The params of one experiment by name. */
export type Params = Readonly<Record<string, unknown>>;

/** Deeper params are refused: recursion of whoever reads them next would overflow the stack somewhere near 10^4. */
const MAX_DEPTH = 100;

/**
 * Copies and freezes plain objects and arrays; a shared part stays shared. Anything else (functions, dates, class
 * instances, Maps) is kept by reference, unfrozen: a copy of what is not understood would be a different value.
 *
 * Refused: cycles, the key `__proto__`, more than 100 levels, and a getter that throws. Linear in distinct parts.
 */
export const freezeParams = (
  params: object,
): { readonly params: Params } | { readonly problems: readonly ParamsProblem[] } => {
  const copies = new Map<object, unknown>();
  const open = new Set<object>();
  const problems: ParamsProblem[] = [];

  const copy = (value: unknown, at: readonly string[]): unknown => {
    if (!isCopied(value)) return value;
    if (copies.has(value)) return copies.get(value);
    if (open.has(value)) {
      problems.push({ at, reason: "the value contains itself", remedy: "Params are a tree: break the cycle." });
      return undefined;
    }
    if (at.length >= MAX_DEPTH) {
      problems.push({ at, reason: `the value is nested over ${MAX_DEPTH} levels`, remedy: "Flatten it." });
      return undefined;
    }
    open.add(value);
    const made: unknown = Array.isArray(value)
      ? Object.freeze(value.map((item, i) => copy(item, [...at, String(i)])))
      : copyObject(value, at);
    open.delete(value);
    copies.set(value, made);
    return made;
  };

  const copyObject = (value: object, at: readonly string[]): Params => {
    const made: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const inside = [...at, key];
      if (key === "__proto__") problems.push({ at: inside, ...PROTO });
      else made[key] = copy(read(value, key, inside), inside);
    }
    return Object.freeze(made);
  };

  const read = (value: object, key: string, at: readonly string[]): unknown => {
    try {
      return Reflect.get(value, key);
    } catch (error) {
      problems.push({ at, reason: `reading it throws ${String(error)}`, remedy: "Give plain values." });
      return undefined;
    }
  };

  open.add(params);
  const frozen = copyObject(params, []);
  return problems.length === 0 ? { params: frozen } : { problems };
};

/** As an own key it is harmless, but Object.assign by whoever reads the params would set a prototype with it. */
const PROTO = { reason: "a parameter may not be called __proto__", remedy: "Give it another name." };

const isCopied = (value: unknown): value is object => Array.isArray(value) || isPlainObject(value);

/** True for objects of literals, `JSON.parse` and `Object.create(null)`, from any realm. */
export const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};
