import { cellKind, timeOf } from "../../schema/cell-kind.ts";
import { scalarOfNumber } from "../../schema/scalar.ts";
import type { Json } from "../../schema/schema.ts";
import { showValue } from "../../workflow/show-value.ts";

const longestCell = 200;

/** One value of a frame as JSON holds it, cut where it is long. */
export const previewCell = (value: unknown, redact: (text: string) => string): Json => {
  switch (cellKind(value)) {
    case "null":
      return null;
    case "int":
    case "float":
      return numberOrSecret(scalarOfNumber(Number(value)), redact);
    case "bool":
      return value === true;
    case "timestamp":
      return new Date(timeOf(value) ?? Number.NaN).toISOString();
    case "utf8":
    case "int64":
    case "decimal":
    case "bigint":
      return cut(redact(String(value)));
    default:
      return cut(redact(written(value)));
  }
};

/** Cycles, bigints inside and getters that throw are said in a word. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? showValue(value);
  } catch {
    return showValue(value);
  }
};

/** A number may be a secret as a whole. */
const numberOrSecret = (value: number | string | boolean, redact: (text: string) => string): Json =>
  redact(String(value)) === String(value) ? value : redact(String(value));

const cut = (text: string): string => (text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
