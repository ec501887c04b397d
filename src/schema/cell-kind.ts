import { fitsInt64 } from "./scalar.ts";

/**
 * What one cell is, before the column as a whole has a type: `int` and `float` for numbers, `int64`, `decimal` and
 * `bigint` for bigints by size, `null`, `bool`, `utf8`, `timestamp`, `binary`, `list`, `struct`, or `opaque:<name>`.
 */
export type CellKind = string;

/** Stands in for a cell whose reading threw: a getter, or a trap of a proxy. */
export const unreadable: unique symbol = Symbol("unreadable");

const decimalLimit = 10n ** 38n;

/** The kind of one cell; never throws, whatever the cell is. */
export const cellKind = (value: unknown): CellKind => {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) ? "int" : "float";
    case "string":
      return "utf8";
    case "boolean":
      return "bool";
    case "undefined":
      return "null";
    case "bigint":
      if (fitsInt64(value)) return "int64";
      return value > -decimalLimit && value < decimalLimit ? "decimal" : "bigint";
    case "symbol":
      return value === unreadable ? "opaque:unreadable" : "opaque:symbol";
    case "function":
      return "opaque:function";
    case "object":
      return value === null ? "null" : objectKind(value);
    default:
      return "opaque:unknown";
  }
};

/**
 * True for an object made by a literal, `JSON.parse` or `Object.create(null)`, of any realm; throws when a proxy does.
 *
 * Of another realm means: the prototype is that realm's `Object.prototype`, told by having no prototype and owning
 * `isPrototypeOf`.
 */
export const isPlainObject = (value: unknown): value is { readonly [key: string]: unknown } => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
};

/** Milliseconds of a genuine Date of any realm; NaN for an invalid one; undefined for anything else. */
export const timeOf = (value: unknown): number | undefined => {
  try {
    // Reads the internal slot: a proxy of a Date or an object that only inherits from Date throws here.
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
};

/** The Arrow type of the elements of a typed array, or undefined when the value is not one. */
export const elementType = (value: object): string | undefined =>
  ArrayBuffer.isView(value) ? elementTypes.get(Object.prototype.toString.call(value).slice(8, -1)) : undefined;

const elementTypes = new Map([
  ["Int8Array", "int8"],
  ["Int16Array", "int16"],
  ["Int32Array", "int32"],
  ["BigInt64Array", "int64"],
  ["Uint8Array", "uint8"],
  ["Uint8ClampedArray", "uint8"],
  ["Uint16Array", "uint16"],
  ["Uint32Array", "uint32"],
  ["BigUint64Array", "uint64"],
  ["Float16Array", "float16"],
  ["Float32Array", "float32"],
  ["Float64Array", "float64"],
]);

const objectKind = (value: object): CellKind => {
  try {
    if (Array.isArray(value)) return "list";
    if (isPlainObject(value)) return "struct";
    if (value instanceof Uint8Array) return "binary";
    if (elementType(value) !== undefined) return "list";
    if (value instanceof Date || Object.prototype.toString.call(value) === "[object Date]") {
      const time = timeOf(value);
      // An invalid Date is a null: an Arrow timestamp has no "not a time", and pandas writes its NaT as null too.
      if (time !== undefined) return Number.isNaN(time) ? "null" : "timestamp";
    }
    return `opaque:${className(value)}`;
  } catch {
    return "opaque:unreadable";
  }
};

const className = (value: object): string => {
  const name: unknown = value.constructor?.name;
  // A class may be named anything; what is not an identifier could not be told from the syntax of a type name.
  return typeof name === "string" && name.length <= 80 && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? name
    : "object";
};
