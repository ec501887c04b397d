import type { DatabaseSync } from "node:sqlite";

import { StoredValueError } from "../../error.ts";
import { fingerprintSchema, type SchemaFingerprint } from "../../schema/fingerprint-schema.ts";
import type { RunId } from "../../journal/record.ts";
import type { Schema } from "../../schema/schema.ts";
import { decodeValue } from "../value-codec/decode-value.ts";
import type { EncodedValue } from "../value-codec/encoded-value.ts";
import { blobHash } from "./blob-hash.ts";

/** A stored result: its data, and which schema it was recorded with. */
export interface StoredResult {
  readonly data: unknown;
  readonly hash: string;
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
      "SELECT results.hash, codec, bytes, schema FROM results LEFT JOIN blobs ON blobs.hash = results.hash WHERE run_id = ? AND execution = ?",
    );
  }

  /** Writes a result; within a transaction of the caller's. */
  write(runId: RunId, execution: number, encoded: EncodedValue, hash: string, schema: Schema | null): void {
    this.#insertBlob.run(hash, encoded.codec, encoded.bytes);
    this.#insertResult.run(runId, execution, hash, schema && fingerprintSchema(schema));
  }

  /** The stored result of an execution; throws a StoredValueError when it is not what was written. */
  read(runId: RunId, execution: number): StoredResult | undefined {
    const row = this.#find(runId, execution);
    if (row === undefined) return undefined;
    const { hash, codec, bytes, schema } = row;
    const encoded = { codec: String(codec), bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array() };
    // A flipped bit can leave JSON that reads well, and SQLite has no checksums.
    if (blobHash(encoded) !== hash) throw altered(encoded.codec, "its bytes are not those that were written");
    const data = decodeValue(encoded);
    return { data, hash, schema: typeof schema === "string" ? (schema as SchemaFingerprint) : null };
  }

  #find(runId: RunId, execution: number): ReturnType<ReturnType<DatabaseSync["prepare"]>["get"]> {
    try {
      return this.#select.get(runId, execution);
    } catch (thrown) {
      throw altered("unknown", thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
}

const altered = (codec: string, reason: string): StoredValueError =>
  new StoredValueError({ codec, reason, remedy: "Restore the store from a copy, or run its module again" });
