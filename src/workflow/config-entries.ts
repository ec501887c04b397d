/** Reads a mapping of a config in any of its forms: object, Map or pairs. */
import { isPlainObject } from "./freeze-params.ts";

/** A mapping as pairs; the names may still be anything. */
export type LooseEntries = readonly (readonly [name: unknown, value: unknown])[];

/** The pairs of a mapping in order; `undefined` when the value is none. */
export const readEntries = (value: unknown): LooseEntries | undefined => {
  if (value instanceof Map) return [...value];
  if (Array.isArray(value)) return value.every(isEntry) ? value : undefined;
  return isPlainObject(value) ? Object.entries(value) : undefined;
};

const isEntry = (value: unknown): value is readonly [unknown, unknown] => Array.isArray(value) && value.length === 2;
