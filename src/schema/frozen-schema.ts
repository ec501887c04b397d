import type { Schema } from "./schema.ts";

/**
 * Schemas this library checked, copied and froze itself. Membership is what makes decoding and fingerprints O(1) the
 * second time: nobody can change a frozen schema, so nothing has to be looked at again.
 */
const known = new WeakSet<object>();

/** True when a value is a schema that was decoded or described here, and so is valid and deeply frozen. */
export const isFrozenSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && known.has(value);

/** Freezes a schema built by this library through and through; the caller must own every part of it. */
export const freezeSchema = (schema: Schema): Schema => {
  deepFreeze(schema);
  known.add(schema);
  return schema;
};

const deepFreeze = (value: object): void => {
  Object.freeze(value);
  for (const member of Object.values(value)) {
    if (typeof member === "object" && member !== null && !Object.isFrozen(member)) deepFreeze(member);
  }
};
