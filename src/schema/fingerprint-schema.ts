import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical-json.ts";
import { refuse } from "./check-json.ts";
import { decodeSchema } from "./decode-schema.ts";
import type { Field, Schema } from "./schema.ts";

declare const schemaFingerprint: unique symbol;
declare const structureFingerprintBrand: unique symbol;

/** Names one exact schema, stats and rows included: 64 lower-case hex digits of sha256. */
export type SchemaFingerprint = string & { readonly [schemaFingerprint]: true };

/** Names the structure of a schema only: names, types, nullability and children, in order. */
export type StructureFingerprint = string & { readonly [structureFingerprintBrand]: true };

const cache = new WeakMap<Schema, SchemaFingerprint>();

/**
 * The fingerprint of a whole schema: equal for two schemas exactly when `equalSchemas` says so.
 *
 * sha256 over canonical JSON. O(1) for a schema that was fingerprinted before and came from `describeSchema` or
 * `decodeSchema`; any other is decoded each time, because it may have changed since.
 *
 * @throws SchemaError when the value is not a schema
 * @example
 * ```ts
 * const schema = describeSchema([{ age: 41 }])!;
 * fingerprintSchema(schema).length; // => 64
 * fingerprintSchema(JSON.parse(JSON.stringify(schema))) === fingerprintSchema(schema); // => true
 * ```
 */
export const fingerprintSchema = (schema: Schema): SchemaFingerprint => {
  const cached = cache.get(schema);
  if (cached !== undefined) return cached;
  const frozen = decodeSchema(schema);
  const fingerprint = hash(frozen) as SchemaFingerprint;
  cache.set(frozen, fingerprint);
  return fingerprint;
};

/**
 * The fingerprint of the ordered names, types, nullability and children of a schema: the same for other data of the same shape.
 *
 * @example
 * ```ts
 * const [one, other] = [describeSchema([{ age: 41 }])!, describeSchema([{ age: 35 }, { age: 36 }])!];
 * structureFingerprint(one) === structureFingerprint(other); // => true
 * fingerprintSchema(one) === fingerprintSchema(other); // => false
 * ```
 */
export const structureFingerprint = (schema: Schema): StructureFingerprint =>
  hash(schema.fields.map(structureOf)) as StructureFingerprint;

/**
 * Reads a fingerprint back from text, such as a journal record.
 *
 * @throws SchemaError when the text is not 64 lower-case hex digits
 */
export const parseSchemaFingerprint = (text: string, path = "$"): SchemaFingerprint => {
  return isFingerprint(text)
    ? text
    : refuse(
        path,
        "is not a schema fingerprint",
        "A fingerprint is 64 lower-case hex digits, as `fingerprintSchema` gives them.",
      );
};

/**
 * True when two schemas are equal in every attribute, stats and rows included; the order of `meta` keys does not count.
 *
 * @example
 * ```ts
 * equalSchemas(describeSchema([{ age: 41 }]), describeSchema({ age: [41] })); // => true
 * equalSchemas(describeSchema([{ age: 41 }]), null); // => false
 * ```
 */
export const equalSchemas = (left: Schema | null, right: Schema | null): boolean =>
  left === right || (left !== null && right !== null && fingerprintSchema(left) === fingerprintSchema(right));

const isFingerprint = (text: string): text is SchemaFingerprint => /^[0-9a-f]{64}$/.test(text);

const structureOf = ({ name, type, nullable, children }: Field): unknown => ({
  name,
  type,
  nullable,
  ...(children === undefined ? {} : { children: children.map(structureOf) }),
});

const hash = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
