/** A value that many readers share and none can change for the others. */
export interface Held<Value> {
  readonly value: Value;
  /** `frozen`: readers share the value. `copied`: it holds what JavaScript cannot freeze, so each reader gets a copy. */
  readonly sharing: "frozen" | "copied";
}

/** Roots that were frozen all the way down: holding one again costs nothing. */
const frozenRoots = new WeakSet<object>();

/**
 * Takes a value so that neither its maker nor its readers can change it for each other. It never throws.
 *
 * Arrays and plain objects are frozen in place, deeply. Where one holds something that cannot be frozen (typed
 * arrays, ArrayBuffers, Dates, Maps, Sets), the whole is copied: once now, and once per reader. Class instances and
 * functions are opaque, and so is what cannot be read, such as a hostile proxy: they are shared as they are, since
 * nobody but their class knows what a copy would mean. One walk over the value; a value that is no object costs nothing,
 * and a plain object of such values next to nothing.
 *
 * @example
 * ```ts
 * const held = hold({ rows: [1, 2], ids: new Float64Array([1]) });
 * hand(held).ids[0] = 9;
 * hand(held).ids[0]; // => 1
 * ```
 */
export const hold = <Value>(value: Value): Held<Value> => {
  if (!isObject(value) || isFrozenFlat(value) || frozenRoots.has(value)) return { value, sharing: "frozen" };
  if (hasUnfreezable(value)) return { value: copy(value), sharing: "copied" };
  if (freeze(value)) frozenRoots.add(value);
  return { value, sharing: "frozen" };
};

/** The held value for one reader. */
export const hand = <Value>({ value, sharing }: Held<Value>): Value => (sharing === "frozen" ? value : copy(value));

/** Freezes a value that nobody else has, as {@link hand} gives it: in place, without a copy of what cannot be frozen. */
export const freezeOwn = <Value>(value: Value): Value => {
  if (!isObject(value)) return value;
  if (!hasUnfreezable(value)) return hold(value).value;
  walk(value, (part, kind) => {
    if (kind === "freezable") tryFreeze(part);
    return false;
  });
  return value;
};

/** Whether a value is frozen to its last part, as far as {@link hold} knows: nobody can have changed it since it was held. */
export const isHeldFrozen = (value: unknown): value is object =>
  isObject(value) && (frozenRoots.has(value) || (isFlat(value) && Object.isFrozen(value)));

/** Freezes a plain object of values that are no objects; whether it is one, and frozen. It need not be remembered. */
const isFrozenFlat = (value: object): boolean => isFlat(value) && tryFreeze(value);

const isFlat = (value: object): boolean => {
  try {
    if (!isPlain(Object.getPrototypeOf(value))) return false;
    for (const key in value) if (isObject((value as Record<string, unknown>)[key])) return false;
    return true;
  } catch {
    return false; // a getter that throws, a hostile proxy: what there is to say of them is said where values are walked
  }
};

const isPlain = (prototype: unknown): boolean => prototype === null || prototype === Object.prototype;

type Kind = "freezable" | "copied" | "opaque";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What can be copied but not frozen, each with a question that an impostor, such as Object.create(Map.prototype), fails. */
const copied = new Map<unknown, (value: object) => unknown>([
  [Date.prototype, (value) => Date.prototype.getTime.call(value)],
  [Map.prototype, (value) => Map.prototype.has.call(value, 0)],
  [Set.prototype, (value) => Set.prototype.has.call(value, 0)],
]);

const kindOf = (value: object): Kind => {
  try {
    if (Array.isArray(value)) return "freezable";
    const prototype: unknown = Object.getPrototypeOf(value);
    if (isPlain(prototype)) return "freezable";
    if (ArrayBuffer.isView(value)) return isDetached(value.buffer) ? "opaque" : "copied";
    if (value instanceof ArrayBuffer) return isDetached(value) ? "opaque" : "copied";
    const question = copied.get(prototype);
    if (question === undefined) return "opaque";
    question(value);
    return "copied";
  } catch {
    return "opaque"; // a revoked or hostile proxy: not even its prototype can be asked for
  }
};

const isDetached = (buffer: ArrayBufferLike): boolean => buffer instanceof ArrayBuffer && buffer.detached;

const membersOf = (value: object): readonly unknown[] => {
  try {
    if (value instanceof Map) return [...value.keys(), ...value.values()];
    if (value instanceof Set) return [...value];
    return Object.values(value);
  } catch {
    return ownMembers(value);
  }
};

/** The members of an object of which one throws when it is read. */
const ownMembers = (value: object): readonly unknown[] => {
  try {
    return Object.values(Object.getOwnPropertyDescriptors(value)).map((property: PropertyDescriptor) => property.value);
  } catch {
    return []; // a hostile proxy: what nobody can read, nobody can change either
  }
};

/** Visits every frozen or copied object once; iterative, since data may be nested deeper than the stack. */
const walk = (root: object, visit: (value: object, kind: Kind) => boolean): boolean => {
  const seen = new Set<object>([root]);
  const open: object[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const kind = kindOf(value);
    if (visit(value, kind)) return true;
    if (kind === "opaque" || ArrayBuffer.isView(value)) continue;
    for (const member of membersOf(value))
      if (isObject(member) && !seen.has(member)) {
        seen.add(member);
        open.push(member);
      }
  }
  return false;
};

const hasUnfreezable = (root: object): boolean => walk(root, (_, kind) => kind === "copied");

/** Freezes all that is freezable; whether that was all there is. */
const freeze = (root: object): boolean => {
  let whole = true;
  walk(root, (value, kind) => {
    if (kind === "opaque" || !tryFreeze(value)) whole = false;
    return false;
  });
  return whole;
};

const tryFreeze = (value: object): boolean => {
  try {
    Object.freeze(value);
    return true;
  } catch {
    return false; // a proxy that refuses to be frozen stays as it is, like any opaque object
  }
};

/** A copy in which everything freezable is frozen, so that a reader sees at once which writes are lost. */
const copy = <Value>(root: Value): Value => {
  const copies = new Map<object, unknown>();
  const open: (() => void)[] = [];
  const copyOf = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const { made, fill } = shell(value, copyOf);
    copies.set(value, made);
    if (fill) open.push(fill);
    return made;
  };
  const made = copyOf(root);
  for (let fill = open.pop(); fill !== undefined; fill = open.pop()) fill();
  for (const [from, to] of copies) if (from !== to && isObject(to) && kindOf(to) === "freezable") tryFreeze(to);
  return made as Value;
};

// The shared slice of all typed arrays keeps their class, Node's Buffer included (its own slice shares memory).
const copyTypedArray = Reflect.get(Object.getPrototypeOf(Uint8Array.prototype) as object, "slice") as (
  this: object,
) => object;

/** A copy without its members, and how to fill them in. What cannot be copied is its own copy: shared, never altered. */
const shell = (
  value: object,
  copyOf: (member: unknown) => unknown,
): { readonly made: object; readonly fill?: () => void } => {
  const kind = kindOf(value);
  try {
    if (kind === "copied") {
      if (value instanceof Map) {
        const made = new Map<unknown, unknown>();
        return { made, fill: () => value.forEach((member, key) => made.set(copyOf(key), copyOf(member))) };
      }
      if (value instanceof Set) {
        const made = new Set<unknown>();
        return { made, fill: () => value.forEach((member) => made.add(copyOf(member))) };
      }
      if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return { made: copyTypedArray.call(value) };
      return { made: structuredClone(value) };
    }
    if (kind === "opaque") return { made: value };
    // Read now: should it throw, there is no half of a copy yet.
    if (Array.isArray(value)) return arrayShell(value, copyOf);
    const properties = Object.getOwnPropertyDescriptors(value);
    const made = Object.create(Object.getPrototypeOf(value) as object | null) as object;
    return {
      made,
      fill: () => {
        for (const property of Object.values<PropertyDescriptor>(properties))
          if ("value" in property) property.value = copyOf(property.value);
        Object.defineProperties(made, properties);
      },
    };
  } catch {
    return { made: value };
  }
};

/** Arrays keep their class, their holes, and what some libraries hang on them by name: d3 puts `columns` there. */
const arrayShell = (array: readonly unknown[], copyOf: (member: unknown) => unknown): ReturnType<typeof shell> => {
  const items = array.slice();
  const names = Object.keys(array);
  const named = names.slice(names.findLastIndex((name) => /^\d+$/u.test(name)) + 1);
  const values = named.map((name) => [name, Reflect.get(array, name)] as const);
  const made = Object.setPrototypeOf([], Object.getPrototypeOf(array) as object) as unknown[];
  return {
    made,
    fill: () => {
      made.length = items.length;
      items.forEach((item, at) => (made[at] = copyOf(item)));
      for (const [name, value] of values)
        Object.defineProperty(made, name, {
          value: copyOf(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
    },
  };
};
