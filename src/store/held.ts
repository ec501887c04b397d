/** A value that many readers share and none can change for the others. */
export interface Held<Value> {
  readonly value: Value;
  /** `frozen`: readers share the value. `copied`: it holds what JavaScript cannot freeze, so each reader gets a copy. */
  readonly sharing: "frozen" | "copied";
}

/**
 * Takes a value so that neither its maker nor its readers can change it for each other.
 *
 * Arrays and plain objects are frozen in place, deeply. Where one holds something that cannot be frozen (typed
 * arrays, ArrayBuffers, Dates, Maps, Sets), the whole is copied: once now, and once per reader. Class instances
 * and functions are opaque: they are shared as they are, since nobody but their class knows what a copy would mean. One walk over the value; a value that is no object costs nothing.
 *
 * @example
 * ```ts
 * const held = hold({ rows: [1, 2], ids: new Float64Array([1]) });
 * hand(held).ids[0] = 9;
 * hand(held).ids[0]; // => 1
 * ```
 */
export const hold = <Value>(value: Value): Held<Value> => {
  if (!isObject(value)) return { value, sharing: "frozen" };
  if (hasUnfreezable(value)) return { value: copy(value), sharing: "copied" };
  freeze(value);
  return { value, sharing: "frozen" };
};

/** The held value for one reader. */
export const hand = <Value>({ value, sharing }: Held<Value>): Value => (sharing === "frozen" ? value : copy(value));

type Kind = "freezable" | "copied" | "opaque";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const kindOf = (value: object): Kind => {
  try {
    if (Array.isArray(value)) return "freezable";
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "copied";
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Date.prototype || prototype === Map.prototype || prototype === Set.prototype) return "copied";
    return prototype === null || prototype === Object.prototype ? "freezable" : "opaque";
  } catch {
    return "opaque"; // a revoked or hostile proxy: not even its prototype can be asked for
  }
};

const membersOf = (value: object): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  try {
    return Object.values(value);
  } catch {
    return []; // a getter that throws hides nothing that could be frozen
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

const freeze = (root: object): void => {
  walk(root, (value, kind) => {
    if (kind === "freezable") tryFreeze(value);
    return false;
  });
};

const tryFreeze = (value: object): void => {
  try {
    Object.freeze(value);
  } catch {
    // A proxy that refuses to be frozen stays as it is, like any opaque object.
  }
};

/** A copy in which everything freezable is frozen, so that a reader sees at once which writes are lost. */
const copy = <Value>(root: Value): Value => {
  const copies = new Map<object, unknown>();
  const open: { readonly from: object; readonly to: object }[] = [];
  const copyOf = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const made = shell(value);
    copies.set(value, made);
    if (made !== value) open.push({ from: value, to: made });
    return made;
  };
  const made = copyOf(root);
  const done: object[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    fill(next.from, next.to, copyOf);
    done.push(next.to);
  }
  for (const value of done) if (kindOf(value) === "freezable") tryFreeze(value);
  return made as Value;
};

// The shared slice of all typed arrays keeps their class, Node's Buffer included (its own slice shares memory).
const copyTypedArray = Reflect.get(Object.getPrototypeOf(Uint8Array.prototype) as object, "slice") as (
  this: object,
) => object;

const shell = (value: object): object => {
  const kind = kindOf(value);
  if (kind === "opaque") return value;
  if (Array.isArray(value)) return [];
  if (value instanceof Map) return new Map();
  if (value instanceof Set) return new Set();
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return copyTypedArray.call(value);
  if (kind === "copied") return structuredClone(value);
  return Object.create(Object.getPrototypeOf(value) as object | null) as object;
};

const fill = (from: object, to: object, copyOf: (value: unknown) => unknown): void => {
  if (Array.isArray(from) && Array.isArray(to)) for (const member of from) to.push(copyOf(member));
  else if (from instanceof Map && to instanceof Map)
    for (const [key, value] of from) to.set(copyOf(key), copyOf(value));
  else if (from instanceof Set && to instanceof Set) for (const member of from) to.add(copyOf(member));
  else if (!ArrayBuffer.isView(from) && !(from instanceof ArrayBuffer) && !(from instanceof Date))
    for (const key of Reflect.ownKeys(from)) {
      const property = Object.getOwnPropertyDescriptor(from, key);
      if (property !== undefined)
        Object.defineProperty(to, key, "value" in property ? { ...property, value: copyOf(property.value) } : property);
    }
};
