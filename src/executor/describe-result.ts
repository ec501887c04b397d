import { decodeSchema } from "../schema/decode-schema.ts";
import { describeSchema } from "../schema/describe-schema.ts";
import { isHeldFrozen } from "../store/held.ts";
import type { Tracked } from "../workflow/module.ts";

/**
 * What a module returned, as data with a schema: `{ data, schema }` is taken at its word, anything else is described.
 *
 * Data that is the very input keeps its schema without another look, if it is frozen: a copied input may have been
 * changed by the module it was made for.
 */
export const describeResult = (returned: unknown, input: Tracked<unknown>): Tracked<unknown> => {
  if (isTracked(returned))
    return { data: returned.data, schema: returned.schema === null ? null : decodeSchema(returned.schema) };
  if (returned === input.data && isHeldFrozen(returned)) return input;
  return { data: returned, schema: describeSchema(returned) };
};

const isTracked = (value: unknown): value is { readonly data: unknown; readonly schema: unknown } => {
  // The keys of a list are as many as its elements; those of a Uint8Array of 1 GB are more than Node can list.
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  if (!hasOnly(value, "data", "schema")) return false;
  const { schema } = value as { readonly schema: unknown };
  return schema === null || (typeof schema === "object" && "fields" in schema && Array.isArray(schema.fields));
};

/** Whether these two are its own members, and it has no other: asked without a list of them, which nobody else needs. */
const hasOnly = (value: object, first: string, second: string): boolean => {
  for (const key in value) if (key !== first && key !== second && Object.hasOwn(value, key)) return false;
  return Object.hasOwn(value, first) && Object.hasOwn(value, second);
};
