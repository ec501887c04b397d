/**
 * The private, deep-frozen copy of params: no module can change what another one is given, nor the caller's object.
 */
import type { NameProblem } from "./names.ts";

/** The params of one experiment by name. */
export type Params = Readonly<Record<string, unknown>>;

/** What a copy refuses, and at which keys inside the params. */
interface ParamsProblem extends NameProblem {
  readonly at: readonly string[];
}

export type FrozenParams = { readonly params: Params } | { readonly problems: readonly ParamsProblem[] };

/** Deeper params are refused: whoever walks them next by recursion would overflow the stack somewhere near 10^4. */
const MAX_PARAMS_DEPTH = 100;

/**
 * Copies and freezes plain objects, arrays, and the Maps of a document; a shared part stays shared.
 *
 * Anything else (functions, dates, class instances, Maps given in code) is kept by reference, unfrozen: a copy of what
 * is not understood would be a different value. Refused: cycles, the key `__proto__`, more than 100 levels, and a
 * getter that throws. Linear in the distinct parts.
 */
export const freezeParams = (params: object, mapsAreObjects: boolean): FrozenParams => {
  if (isEmpty(params)) return none;
  const copier = new Copier(mapsAreObjects);
  const { made } = copier.copyObject(params, []);
  return copier.problems.length === 0 ? { params: made } : { problems: copier.problems };
};

/** One for all: a wide plan may have a hundred thousand experiments without params. */
const none: FrozenParams = { params: Object.freeze({}) };

const isEmpty = (params: object): boolean =>
  params instanceof Map ? params.size === 0 : Object.keys(params).length === 0;

/** A finished copy, and its levels: a shared part may stand deeper the second time. */
interface Copy {
  readonly made: unknown;
  readonly levels: number;
}

class Copier {
  readonly problems: ParamsProblem[] = [];
  readonly #copies = new Map<object, Copy | "open">();
  readonly #mapsAreObjects: boolean;

  constructor(mapsAreObjects: boolean) {
    this.#mapsAreObjects = mapsAreObjects;
  }

  copyObject(value: object, at: readonly string[]): Copy & { readonly made: Params } {
    this.#copies.set(value, "open");
    const made: Record<string, unknown> = {};
    let levels = 1;
    const add = (key: string, item: unknown): void => {
      if (key === "__proto__") {
        this.problems.push({ at: [...at, key], ...PROTO });
        return;
      }
      const copy = this.#copy(item, at, key);
      made[key] = copy.made;
      levels = Math.max(levels, copy.levels + 1);
    };
    if (value instanceof Map) for (const [key, item] of value) add(String(key), item);
    else for (const key of Object.keys(value)) add(key, this.#read(value, key, at));
    const copy = { made: Object.freeze(made), levels };
    this.#copies.set(value, copy);
    return copy;
  }

  #copyList(list: readonly unknown[], at: readonly string[]): Copy {
    this.#copies.set(list, "open");
    let levels = 1;
    const made = Array.from(list, (item, index) => {
      const copy = this.#copy(item, at, String(index));
      levels = Math.max(levels, copy.levels + 1);
      return copy.made;
    });
    const copy = { made: Object.freeze(made), levels };
    this.#copies.set(list, copy);
    return copy;
  }

  #copy(value: unknown, parent: readonly string[], key: string): Copy {
    const isList = Array.isArray(value);
    if (!isList && !isPlainObject(value) && !(this.#mapsAreObjects && value instanceof Map)) {
      return { made: value, levels: 0 };
    }
    const at = [...parent, key];
    const earlier = this.#copies.get(value);
    if (earlier === "open") return this.#refuse(at, "the value contains itself", "Params are a tree: break the cycle.");
    if (at.length + (earlier?.levels ?? 1) > MAX_PARAMS_DEPTH) {
      return this.#refuse(at, `the value is nested over ${MAX_PARAMS_DEPTH} levels`, "Flatten it.");
    }
    return earlier ?? (isList ? this.#copyList(value, at) : this.copyObject(value, at));
  }

  // One by one, so that a getter that throws is reported with its name.
  #read(value: object, key: string, at: readonly string[]): unknown {
    try {
      return Reflect.get(value, key);
    } catch (error) {
      this.#refuse([...at, key], `reading it throws ${String(error)}`, "Give plain values.");
      return undefined;
    }
  }

  #refuse(at: readonly string[], reason: string, remedy: string): Copy {
    this.problems.push({ at, reason, remedy });
    return { made: undefined, levels: 0 };
  }
}

/** As an own key it is harmless, but Object.assign by whoever reads the params would set a prototype with it. */
const PROTO = { reason: "a parameter may not be called __proto__", remedy: "Give it another name." };

/** True for objects of literals, `JSON.parse` and `Object.create(null)`, from any realm. */
export const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};
