import * as fc from "fast-check";

import { isListType } from "../../schema/canonical-type.ts";
import type { Field } from "../../schema/schema.ts";

/** The values a column may have, nulls among them where it is nullable; undefined for types JavaScript has no values of. */
export const cellOf = (field: Field): fc.Arbitrary<unknown> | undefined => {
  const value = valueOf(field);
  if (value === undefined || !field.nullable) return value;
  return fc.oneof({ weight: 5, arbitrary: value }, fc.constant(null));
};

const valueOf = ({ type, children = [] }: Field): fc.Arbitrary<unknown> | undefined => {
  if (isListType(type)) return listOf(type, children);
  return type === "struct" ? structOf(children) : scalarOf(type);
};

const listOf = (type: string, [item]: readonly Field[]): fc.Arbitrary<unknown> | undefined => {
  const length = sizeIn(type);
  const bounds = length === undefined ? { maxLength: 4 } : { minLength: length, maxLength: length };
  const items = item === undefined ? fc.integer() : cellOf(item);
  return items && fits(length) ? fc.array(items, bounds) : undefined;
};

const structOf = (children: readonly Field[]): fc.Arbitrary<unknown> | undefined => {
  const members = children.map((child) => cellOf(child));
  if (!members.every((member) => member !== undefined)) return undefined;
  // From entries, so that `__proto__` is a member like any other.
  return fc
    .tuple(...members)
    .map((values) => Object.fromEntries(values.map((value, at) => [children[at]?.name ?? "", value])));
};

/** A value of a type without children; a union's are those of its members, a dictionary's those of what it encodes. */
const scalarOf = (type: string): fc.Arbitrary<unknown> | undefined => {
  const known = scalars.get(type);
  if (known !== undefined) return known;
  const [, form, inner = ""] = /^(dictionary|union)<(.+)>$/.exec(type) ?? [];
  if (form === "dictionary") return scalarOf(inner.slice(inner.indexOf(",") + 1));
  if (form === "union") return unionOf(inner.split(","));
  if (type.startsWith("timestamp[s")) return instant.map((at) => new Date(Math.trunc(at.getTime() / 1000) * 1000));
  if (type.startsWith("timestamp[")) return instant;
  if (type.startsWith("duration[")) return fc.maxSafeInteger();
  if (type.startsWith("decimal")) return decimalOf(type);
  const length = sizeIn(type);
  return type.startsWith("fixed_size_binary[") && length !== undefined && fits(length)
    ? fc.uint8Array({ minLength: length, maxLength: length })
    : undefined;
};

/** Members are split at every comma, so one with a comma in its name is none we know, and the union has no values. */
const unionOf = (members: readonly string[]): fc.Arbitrary<unknown> | undefined => {
  const values = members.map(scalarOf);
  return values.every((value) => value !== undefined) ? fc.oneof(...values) : undefined;
};

/** Whole ones as bigints, those with a fraction as text: JavaScript has no number that keeps their digits. */
const decimalOf = (type: string): fc.Arbitrary<unknown> | undefined => {
  const [, digits, scale] = /\((\d+),(-?\d+)\)$/.exec(type)?.map(Number) ?? [];
  if (digits === undefined || scale === undefined || scale < 0) return undefined;
  const limit = 10n ** BigInt(digits) - 1n;
  const unscaled = fc.bigInt({ min: -limit, max: limit });
  return scale === 0 ? unscaled : unscaled.map((value) => pointed(value, scale));
};

const pointed = (value: bigint, scale: number): string => {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

const sizeIn = (type: string): number | undefined => {
  const [, size] = /^fixed_size_\w+\[(\d+)\]$/.exec(type) ?? [];
  return size === undefined ? undefined : Number(size);
};

/** Longer cells would make a frame of a few rows too large to work with. */
const fits = (length = 0): boolean => length <= 1024;

const instant = fc.date({ noInvalidDate: true });

const dayMs = 86_400_000;
const day = fc.integer({ min: -100_000_000, max: 100_000_000 }).map((days) => new Date(days * dayMs));

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
  fc.constantFrom("", " ", "null", "NaN", "0", "a,b", '"', "a\nb", "\u0000", "e\u0301", "台南", "👩‍👩‍👧", "a".repeat(300)),
);

const signed = (bits: number): fc.Arbitrary<number> =>
  fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const unsigned = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });

/** 64-bit integers are safe integers: bigints among numbers would fail in any arithmetic. */
const scalars: ReadonlyMap<string, fc.Arbitrary<unknown>> = new Map<string, fc.Arbitrary<unknown>>([
  ["null", fc.constant(null)],
  ["bool", fc.boolean()],
  ...[8, 16, 32].map((bits) => [`int${bits}`, signed(bits)] as const),
  ...[8, 16, 32].map((bits) => [`uint${bits}`, unsigned(bits)] as const),
  ["int64", fc.maxSafeInteger()],
  ["uint64", fc.maxSafeNat()],
  // Multiples of 1/8 below 256 are exact with the 11 bits a float16 has.
  [
    "float16",
    fc.oneof(
      fc.integer({ min: -2047, max: 2047 }).map((n) => n / 8),
      fc.constantFrom(NaN, Infinity, -0),
    ),
  ],
  ["float32", fc.float()],
  ["float64", fc.double()],
  ...["utf8", "large_utf8", "utf8_view"].map((type) => [type, text] as const),
  ...["binary", "large_binary", "binary_view"].map((type) => [type, fc.uint8Array({ maxLength: 4 })] as const),
  ["date32", day],
  ["date64", day],
  ["time32[s]", fc.nat(86_399)],
  ["time32[ms]", fc.nat(86_399_999)],
  ["time64[us]", fc.maxSafeNat().map((us) => us % 86_400_000_000)],
  ["time64[ns]", fc.maxSafeNat().map((ns) => ns % 86_400_000_000_000)],
]);
