import type { Json } from "../schema/schema.ts";
import { secretMark } from "../workflow/secret.ts";
import type { Redaction } from "./redaction.ts";

const maxDepth = 8;
const maxText = 16_384;

/**
 * A JSON-safe likeness of any value, as its own copy. It never throws, and unlike JSON.stringify it says what it left out.
 *
 * At most `maxValues` values, 8 levels and 16 Ki characters a text are told; what JSON cannot hold is told in words.
 * JSON data within those bounds is its own likeness: read back from JSON, it is equal. Secrets are replaced.
 */
export const likeness = (value: unknown, maxValues: number, redaction?: Redaction): Json =>
  toJson(value, { left: maxValues, redaction }, 0);

/** How much may still be told, and what must not be. */
interface Budget {
  left: number;
  readonly redaction: Redaction | undefined;
}

const toJson = (value: unknown, budget: Budget, depth: number): Json => {
  const { redaction } = budget;
  if (budget.left-- <= 0) return "[more]";
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return text(value, redaction);
  if (typeof value === "number") return redaction?.holdsNumber(value) ? secretMark : jsonNumber(value);
  if (typeof value !== "object") return describe(value, redaction);
  if (depth >= maxDepth) return "[deeper]";
  try {
    if (redaction !== undefined && isBytes(value) && redaction.holdsBytes(value)) return secretMark;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (Array.isArray(value)) return toJsonArray(value, budget, depth);
    const members: [string, Json][] = [];
    for (const key of Object.keys(value)) {
      if (budget.left <= 0) {
        members.push(["[more]", "[more]"]);
        break;
      }
      members.push([text(key, redaction), toJson(read(value, key, redaction), budget, depth + 1)]);
    }
    // Object.fromEntries defines own properties, so a key "__proto__" stays data.
    return Object.fromEntries(members);
  } catch (unreadable) {
    return `[unreadable: ${describe(unreadable, redaction)}]`;
  }
};

// Adding 0 makes −0, which JSON does not know, 0.
const jsonNumber = (value: number): Json => (Number.isFinite(value) ? value + 0 : String(value));

const isBytes = (value: object): value is ArrayBufferView | ArrayBuffer =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

const toJsonArray = (array: readonly unknown[], budget: Budget, depth: number): Json => {
  const items: Json[] = [];
  for (let at = 0; at < array.length; at++) {
    if (budget.left <= 0) {
      items.push("[more]");
      break;
    }
    items.push(toJson(array[at], budget, depth + 1));
  }
  return items;
};

/** Reads a member; what throws is told in words. */
export const read = (value: unknown, key: string, redaction?: Redaction): unknown => {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (unreadable) {
    return `[unreadable: ${describe(unreadable, redaction)}]`;
  }
};

/** A value in words. */
export const describe = (value: unknown, redaction?: Redaction): string => {
  try {
    return text(String(value), redaction);
  } catch {
    return typeof value;
  }
};

/** A value as well-formed text, cut at 16 Ki characters. Secrets are replaced first: the cut could fall into one. */
export const text = (value: unknown, redaction?: Redaction): string => {
  if (typeof value !== "string") return describe(value, redaction);
  const whole = redaction === undefined ? value : redaction.text(value);
  return (whole.length > maxText ? `${whole.slice(0, maxText)}…` : whole).toWellFormed();
};
