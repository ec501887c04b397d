import type { DatabaseSync } from "node:sqlite";

import { StoredValueError } from "../../store-error.ts";
import type { ModuleCompleted, RunId } from "../../journal/record.ts";
import { decodeValue } from "../value-codec/decode-value.ts";
import { encodeValue } from "../value-codec/encode-value.ts";
import type { EncodedValue } from "../value-codec/encoded-value.ts";
import type { ValueCodec } from "../value-codec/value-codec.ts";
import { hashPrefix } from "./batch-codec/batch-format.ts";
import type { BlobFiles } from "./blob-files.ts";
import { blobHash } from "./blob-hash.ts";
import { hexOf } from "./check-records.ts";

/** A stored result: its data, and the hash it was found to have. Which schema it was recorded with says its record. */
export interface StoredResult {
  readonly data: unknown;
  readonly hash: string;
}

/** How results are kept. */
export interface ResultOptions {
  /**
   * Values of more bytes than these are kept in files beside the store instead of in it: `<store>.blobs/<first two
   * digits>/<sha256>`. At most 512 MiB, since SQLite takes no value of 1 GB. Default 1 MiB.
   */
  readonly blobFileBytes?: number;
  /** For what is no plain data, such as the frames of a library: asked first and in order, about every object. */
  readonly codecs?: readonly ValueCodec[];
}

/**
 * Values of more bytes than these have a file of their own. From 1 MiB on a file is written no slower than a row, with
 * either durability; at 4 MiB it takes half the time, of which the write lock is held for a small row only.
 */
const defaultBlobFileBytes = 1_024 * 1_024;

/** SQLite takes values up to 1 GB. */
const mostRowBytes = 512 * 1_024 * 1_024;

/** The results of a store: values by their content, so that equal ones are kept once. */
export class ResultTable {
  readonly #files: BlobFiles;
  readonly #mostRowBytes: number;
  readonly codecs: readonly ValueCodec[];
  /** Hashes of rows that were found to hold other bytes: whoever brings the right ones mends them. */
  readonly #damaged = new Set<string>();
  readonly #insertBlob: ReturnType<DatabaseSync["prepare"]>;
  readonly #updateBlob: ReturnType<DatabaseSync["prepare"]>;
  readonly #insertResult: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectBlob: ReturnType<DatabaseSync["prepare"]>;
  readonly #select: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectTold: ReturnType<DatabaseSync["prepare"]>;

  constructor(database: DatabaseSync, files: BlobFiles, options: ResultOptions) {
    const { blobFileBytes = defaultBlobFileBytes, codecs = [] } = options;
    this.#files = files;
    this.#mostRowBytes = Math.min(blobFileBytes, mostRowBytes);
    this.codecs = codecs;
    this.#insertBlob = database.prepare(
      "INSERT INTO blobs (hash, codec, bytes, file_size) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
    );
    this.#updateBlob = database.prepare("UPDATE blobs SET codec = ?, bytes = ? WHERE hash = ? AND file_size IS NULL");
    this.#selectBlob = database.prepare("SELECT no, file_size FROM blobs WHERE hash = ?");
    this.#insertResult = database.prepare(
      "INSERT INTO results (run, execution, blob) VALUES (?, ?, ?) ON CONFLICT (run, execution) DO UPDATE SET blob = excluded.blob",
    );
    this.#select = database.prepare(selectReferred);
    this.#selectTold = database.prepare(`${selectUnreferred} UNION ALL ${selectReferred} LIMIT 1`);
  }

  /** A value as it is kept; throws a NotStorable for what cannot be kept exactly. */
  encode(value: unknown): EncodedValue {
    return encodeValue(value, { codecs: this.codecs });
  }

  /** Puts a large value into its file, ahead of the transaction of {@link keep}: others can write meanwhile. */
  prepare({ bytes }: EncodedValue, hash: string): void {
    if (bytes.length > this.#mostRowBytes && !this.#isInRow(hash)) this.#files.put(hash, bytes);
  }

  /** Writes a value under its hash, if it is not there, and gives its number; within a transaction of the caller's. */
  keep({ codec, bytes }: EncodedValue, hash: string): number {
    const isLarge = bytes.length > this.#mostRowBytes;
    const key = Buffer.from(hash, "hex");
    const { changes, lastInsertRowid } = isLarge
      ? this.#insertBlob.run(key, codec, noBytes, bytes.length)
      : this.#insertBlob.run(key, codec, bytes, null);
    const there = changes === 0 ? this.#selectBlob.get(key) : undefined;
    if (changes === 0 && this.#damaged.has(hash)) this.#updateBlob.run(codec, bytes, key);
    // Files are removed under the write lock, so from here to the end of the transaction this one stays.
    const hasFile = there === undefined ? isLarge : there["file_size"] !== null;
    if (hasFile && !this.#files.has(hash, bytes.length)) this.#files.write(hash, bytes);
    return Number(there === undefined ? lastInsertRowid : there["no"]);
  }

  /** The number of the value a record refers to; undefined for one that is not kept. */
  numberOf(result: string): number | undefined {
    const row = this.#selectBlob.get(Buffer.from(result.slice(hashPrefix.length), "hex"));
    return row && Number(row["no"]);
  }

  /** Says which kept value an execution of the run with a number put out; within a transaction of the caller's. */
  refer(run: number, execution: number, blob: number): void {
    this.#insertResult.run(run, execution, blob);
  }

  /** The stored result of an execution; throws a StoredValueError when it is not what was written. */
  read(runId: RunId, execution: number): StoredResult | undefined {
    return this.#stored(() => this.#select.get({ runId, execution }));
  }

  /**
   * The stored result a record tells of, also while only the record says so: what is written of a run that goes on refers
   * to its results some batches later. Throws as {@link read} does.
   */
  readTold(runId: RunId, { execution, seq, result }: ToldResult): StoredResult | undefined {
    const hash = Buffer.from(result.slice(hashPrefix.length), "hex");
    return this.#stored(() => this.#selectTold.get({ runId, execution, seq, hash }));
  }

  #stored(find: () => Row | undefined): StoredResult | undefined {
    const row = found(find);
    if (row === undefined) return undefined;
    const hash = row["hash"] instanceof Uint8Array ? hexOf(row["hash"]) : "";
    return { data: decodeValue(this.#encoded(hash, row), { codecs: this.codecs }), hash };
  }

  /** The bytes of a value, from its row or its file. A flipped bit can leave JSON that reads well: SQLite has no checksums. */
  #encoded(hash: string, { codec: name, bytes: stored, file_size: size }: Row): EncodedValue {
    const codec = String(name);
    if (typeof size === "number") return { codec, bytes: this.#files.read({ hash, codec, size }) };
    const encoded = { codec, bytes: stored instanceof Uint8Array ? stored : noBytes };
    if (blobHash(encoded) === hash) return encoded;
    this.#damaged.add(hash);
    throw altered(codec, "its bytes are not those that were written");
  }

  #isInRow(hash: string): boolean {
    const row = this.#selectBlob.get(Buffer.from(hash, "hex"));
    return row !== undefined && row["file_size"] === null;
  }
}

type Row = Readonly<Record<string, unknown>>;

/** What a record tells of a result. */
export type ToldResult = Pick<ModuleCompleted, "execution" | "seq" | "result">;

const found = (find: () => Row | undefined): Row | undefined => {
  try {
    return find();
  } catch (thrown) {
    throw altered("unknown", thrown instanceof Error ? thrown.message : String(thrown));
  }
};

const selectReferred = `SELECT hash, codec, bytes, file_size FROM results LEFT JOIN blobs ON blobs.no = blob
  WHERE run = (SELECT no FROM runs WHERE run_id = $runId) AND execution = $execution`;

/** Of a record the row of the run does not stand for yet. In one statement with the other, as it may be any moment now. */
const selectUnreferred = `SELECT hash, codec, bytes, file_size FROM blobs
  WHERE hash = $hash AND $seq > (SELECT records FROM runs WHERE run_id = $runId)`;

const noBytes = new Uint8Array();

const altered = (codec: string, reason: string): StoredValueError =>
  new StoredValueError({ codec, reason, remedy: "Restore the store from a copy, or run its module again" });
