import type { JournalRecord } from "../journal/record.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";

/**
 * Finds the schemas a stored run has recorded, by fingerprint.
 *
 * The records are read when a schema is asked for that they did not hold before: a run may be read beside its owner,
 * who records more of them.
 */
export const runSchemas = (
  read: () => readonly JournalRecord[],
): ((fingerprint: SchemaFingerprint | null) => Schema | null) => {
  const known = new Map<SchemaFingerprint, Schema>();
  return (fingerprint) => {
    if (fingerprint === null) return null;
    if (!known.has(fingerprint))
      for (const record of read()) if (record.type === "schema.recorded") known.set(record.fingerprint, record.schema);
    return known.get(fingerprint) ?? null;
  };
};
