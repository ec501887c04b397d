/**
 * The schema model: what a module's data looks like, in Arrow's words, as plain JSON-safe values.
 */

/** A JSON value; numbers are finite. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A number inside a schema. Values JSON cannot hold exactly are tagged strings:
 * `"NaN"`, `"Infinity"`, `"-Infinity"`, integers beyond 2^53 as `"int64:9007199254740993"`, beyond 64 bits as `"bigint:…"`.
 */
export type Scalar = number | string | boolean;

/** Exact statistics of one field; what has no exact answer is absent. A NaN is a value, not a null. */
export interface FieldStats {
  /** Values including nulls. */
  readonly count: number;
  readonly nulls: number;
  readonly distinct?: number;
  /** Smallest and largest non-null value: numbers by value, strings by code point, timestamps as ISO text. */
  readonly min?: Scalar;
  readonly max?: Scalar;
  /** Arithmetic mean of the non-null values of a numeric field. */
  readonly mean?: Scalar;
  /** Sample standard deviation (n − 1) of the non-null values of a numeric field; absent below two values. */
  readonly std?: Scalar;
}

/** One named column (or struct member, or list item). */
export interface Field {
  readonly name: string;
  /** Canonical Arrow type: `int64`, `float64`, `utf8`, `bool`, `timestamp[ms,UTC]`, `list`, `struct`, `opaque:<name>`. */
  readonly type: string;
  /** A null was seen, or may come. */
  readonly nullable: boolean;
  /** What the values mean, beyond their type: `email`, `categorical`, `primary_key`, … */
  readonly logical?: string;
  /** Members of a `struct`; the one item of a `list`. */
  readonly children?: readonly Field[];
  readonly meta?: { readonly [key: string]: Json };
  readonly stats?: FieldStats;
}

/** The shape of a frame: its fields in order, and its number of rows when known. */
export interface Schema {
  readonly fields: readonly Field[];
  readonly rows?: number;
  readonly meta?: { readonly [key: string]: Json };
}
