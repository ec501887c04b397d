import type { DatabaseSync } from "node:sqlite";

import { fingerprintSchema, type SchemaFingerprint } from "../../schema/fingerprint-schema.ts";
import type { RunId } from "../../journal/record.ts";
import type { Schema } from "../../schema/schema.ts";
import { decodeValue } from "../value-codec/decode-value.ts";
import type { EncodedValue } from "../value-codec/encoded-value.ts";

/** A stored result: its data, and which schema it was recorded with. */
export interface StoredResult {
  readonly data: unknown;
  readonly schema: SchemaFingerprint | null;
}

/** The results of a store file: values by their content, so that equal ones are kept once. */
export class ResultTable {
  readonly #insertBlob: ReturnType<DatabaseSync["prepare"]>;
  readonly #insertResult: ReturnType<DatabaseSync["prepare"]>;
  readonly #select: ReturnType<DatabaseSync["prepare"]>;

  constructor(database: DatabaseSync) {
    this.#insertBlob = database.prepare(
      "INSERT INTO blobs (hash, codec, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
    );
    this.#insertResult = database.prepare(
      "INSERT INTO results (run_id, execution, hash, schema) VALUES (?, ?, ?, ?) ON CONFLICT (run_id, execution) DO UPDATE SET hash = excluded.hash, schema = excluded.schema",
    );
    this.#select = database.prepare(
      "SELECT codec, bytes, schema FROM results JOIN blobs ON blobs.hash = results.hash WHERE run_id = ? AND execution = ?",
    );
  }

  /** Writes a result; within a transaction of the caller's. */
  write(runId: RunId, execution: number, encoded: EncodedValue, hash: string, schema: Schema | null): void {
    this.#insertBlob.run(hash, encoded.codec, encoded.bytes);
    this.#insertResult.run(runId, execution, hash, schema && fingerprintSchema(schema));
  }

  /** The stored result of an execution; throws a StoredValueError when its bytes are not what was written. */
  read(runId: RunId, execution: number): StoredResult | undefined {
    const row = this.#select.get(runId, execution);
    if (row === undefined) return undefined;
    const { codec, bytes, schema } = row;
    if (!(bytes instanceof Uint8Array)) return undefined;
    const data = decodeValue({ codec: String(codec), bytes });
    return { data, schema: typeof schema === "string" ? (schema as SchemaFingerprint) : null };
  }
}
