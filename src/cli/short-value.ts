import type { Tracked } from "../workflow/module.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { printable } from "./printable.ts";

const longest = 60;

/** Puts a mark in the place of each secret of a text. */
type Redact = (text: string) => string;

/** Where nothing is known to be a secret, or all were replaced before. */
const asItIs: Redact = (text) => text;

/**
 * A result on one short line: a frame by its size, a number rounded, a small object written out. Secrets go before
 * anything is cut.
 *
 * @example
 * shortResult({ data: { auc: 0.912345, rows: 12 }, schema: null }) // "{ auc: 0.9123, rows: 12 }"
 */
export const shortResult = ({ data, schema }: Tracked<unknown>, redact?: Redact): string =>
  schema === null
    ? shortValue(data, redact)
    : `${schema.rows === undefined ? "? rows" : countOf(schema.rows, "row")} × ${countOf(schema.fields.length, "field")}`;

/** Any value on one short line; never throws, whatever the value does when it is read. */
export const shortValue = (value: unknown, redact: Redact = asItIs): string => {
  try {
    return describe(value, 2, redact);
  } catch {
    return `[unreadable ${typeof value}]`;
  }
};

const describe = (value: unknown, levels: number, redact: Redact): string => {
  switch (typeof value) {
    case "number":
      return redact(String(value)) === String(value) ? shortNumber(value) : redact(String(value));
    case "string":
      return printable(JSON.stringify(clipped(redact(value))));
    case "bigint":
      return redact(`${value}n`);
    case "function":
      return "[function]";
    case "symbol":
    case "boolean":
    case "undefined":
      return printable(redact(String(value)));
    case "object":
      return value === null ? "null" : describeObject(value, levels, redact);
  }
};

const clipped = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

const describeObject = (value: object, levels: number, redact: Redact): string => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Error) return printable(redact(`${value.name}: ${value.message}`)).slice(0, longest);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return describeList(value, levels, redact);
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} of ${formatCount(value.size)}`;
  const keys = Object.keys(value);
  const summary = `{ ${countOf(keys.length, "key")} }`;
  if (levels === 0 || keys.length > 8) return summary;
  const parts = keys.map(
    (key) => `${printable(redact(key))}: ${describe(Reflect.get(value, key), levels - 1, redact)}`,
  );
  const whole = parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  return whole.length <= longest ? whole : summary;
};

const describeList = (list: readonly unknown[] | ArrayBufferView, levels: number, redact: Redact): string => {
  const length = "length" in list ? list.length : list.byteLength;
  const summary = `[ ${countOf(length, "item")} ]`;
  if (levels === 0 || length > 8 || !Array.isArray(list)) return summary;
  const whole = `[${list.map((item: unknown) => describe(item, levels - 1, redact)).join(", ")}]`;
  return whole.length <= longest ? whole : summary;
};

/** Integers whole, other numbers with four significant digits. */
const shortNumber = (value: number): string =>
  Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(4)));
