import type { Json } from "../schema/schema.ts";

const maxDepth = 8;
const maxText = 16_384;

/**
 * A JSON-safe likeness of any value, as its own copy. It never throws, and unlike JSON.stringify it says what it left out.
 *
 * At most `maxValues` values, 8 levels and 16 Ki characters a text are told; what JSON cannot hold is told in words.
 * JSON data within those bounds is its own likeness: read back from JSON, it is equal.
 */
export const likeness = (value: unknown, maxValues: number): Json => toJson(value, { left: maxValues }, 0);

const toJson = (value: unknown, budget: { left: number }, depth: number): Json => {
  if (budget.left-- <= 0) return "[more]";
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return text(value);
  // Adding 0 makes −0, which JSON does not know, 0.
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : String(value);
  if (typeof value !== "object") return describe(value);
  if (depth >= maxDepth) return "[deeper]";
  try {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (Array.isArray(value)) return toJsonArray(value, budget, depth);
    const members: [string, Json][] = [];
    for (const key of Object.keys(value)) {
      if (budget.left <= 0) {
        members.push(["[more]", "[more]"]);
        break;
      }
      members.push([text(key), toJson(read(value, key), budget, depth + 1)]);
    }
    // Object.fromEntries defines own properties, so a key "__proto__" stays data.
    return Object.fromEntries(members);
  } catch (unreadable) {
    return `[unreadable: ${describe(unreadable)}]`;
  }
};

const toJsonArray = (array: readonly unknown[], budget: { left: number }, depth: number): Json => {
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
export const read = (value: unknown, key: string): unknown => {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (unreadable) {
    return `[unreadable: ${describe(unreadable)}]`;
  }
};

/** A value in words. */
export const describe = (value: unknown): string => {
  try {
    return text(String(value));
  } catch {
    return typeof value;
  }
};

/** A value as well-formed text, cut at 16 Ki characters. */
export const text = (value: unknown): string => {
  const whole = typeof value === "string" ? value : describe(value);
  return (whole.length > maxText ? `${whole.slice(0, maxText)}…` : whole).toWellFormed();
};
