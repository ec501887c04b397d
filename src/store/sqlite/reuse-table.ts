import type { DatabaseSync } from "node:sqlite";

import { JournalError, StoredValueError } from "../../error.ts";
import { decodeRecord } from "../../journal/codec.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../../journal/record.ts";
import type { CompletionRef, ReuseKey } from "../../journal/reuse-decision.ts";
import type { SchemaFingerprint } from "../../schema/fingerprint-schema.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Tracked } from "../../workflow/module.ts";
import { type EarlierResult, mostEarlierResults } from "../earlier-result.ts";
import { chainHash } from "./record-chain.ts";
import type { ResultTable } from "./result-table.ts";

/**
 * Results found by what they were made from.
 *
 * The column is `<place>/<time>/<hash>/<seq>`: the results of a place lie together in the index, oldest first, and say
 * which record tells of them. It only leads there: what is given is what that record says of itself.
 */
export class ReuseTable {
  readonly #results: ResultTable;
  readonly #update: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectPlace: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectRecord: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectSchemas: ReturnType<DatabaseSync["prepare"]>;
  /** Schemas of the runs that results came from, up to a record of each. */
  readonly #schemas = new Map<RunId, { seq: number; readonly known: Map<SchemaFingerprint, Schema> }>();

  constructor(database: DatabaseSync, results: ResultTable) {
    this.#results = results;
    this.#update = database.prepare("UPDATE results SET reuse_key = ? WHERE run_id = ? AND execution = ?");
    this.#selectPlace = database.prepare(
      `SELECT run_id, execution, reuse_key FROM results WHERE reuse_key > ? AND reuse_key < ? ORDER BY reuse_key DESC LIMIT ${mostEarlierResults}`,
    );
    this.#selectRecord = database.prepare(
      "SELECT body, hash, (SELECT hash FROM records AS before WHERE before.run_id = records.run_id AND before.seq = records.seq - 1) AS before FROM records JOIN runs USING (run_id) WHERE run_id = ? AND seq = ? AND removed_at IS NULL",
    );
    this.#selectSchemas = database.prepare(
      `SELECT seq, body FROM records WHERE run_id = ? AND seq > ? AND seq <= ? AND instr(body, '"type":"schema.recorded"') > 0`,
    );
  }

  /** Lets later runs find the results these records tell of; within the transaction that writes both. */
  index(runId: RunId, records: readonly JournalRecord[]): void {
    for (const record of records)
      if (record.type === "module.completed" && record.reuse?.key !== undefined)
        this.#update.run(columnOf(record.reuse.key, record), runId, record.execution);
  }

  find({ place, hash }: Pick<ReuseKey, "place" | "hash">): EarlierResult {
    let newest: EarlierResult = { kind: "none" };
    let damaged: EarlierResult | undefined;
    for (const row of this.#selectPlace.iterate(`${place}/`, `${place}0`)) {
      const entry = entryOf(row);
      const isSame = entry.hash === hash;
      if (newest.kind !== "none" && !isSame) continue;
      const found = this.#read(entry, isSame);
      if (found === undefined) continue;
      if (found.kind === "same") return found;
      if (isSame) damaged ??= found;
      else if (newest.kind === "none") newest = found;
    }
    return damaged ?? newest;
  }

  /** The result an entry leads to; undefined when its run is gone, or its record says otherwise. */
  #read({ runId, execution, seq, hash }: Entry, isSame: boolean): EarlierResult | undefined {
    const from: CompletionRef = { runId, seq };
    const row = this.#selectRecord.get(runId, seq);
    if (row === undefined) return undefined;
    try {
      checkChain(row);
      const record = decodeRecord(JSON.parse(String(row["body"])));
      if (record.type !== "module.completed" || record.execution !== execution) return undefined;
      if (record.reuse?.key?.hash !== hash) return undefined;
      if (!isSame) return { kind: "other", from, record };
      return { kind: "same", from, record, tracked: this.#result(from, record) };
    } catch (thrown) {
      const detail = damageOf(thrown);
      if (this.#selectRecord.get(runId, seq) === undefined) return undefined; // The run was removed meanwhile.
      return isSame ? { kind: "damaged", from, detail } : undefined;
    }
  }

  /** The result a completion tells of; checked against the hash it was recorded with. */
  #result(from: CompletionRef, { execution, result, schemaAfter }: ModuleCompleted): Tracked<unknown> {
    const stored = this.#results.read(from.runId, execution);
    if (stored === undefined) throw new Damage("the result is missing");
    if (`sha256:${stored.hash}` !== result) throw new Damage("another result stands in its place");
    return { data: stored.data, schema: schemaAfter === null ? null : this.#schema(from, schemaAfter) };
  }

  /** A schema of a run, which recorded it before the completion that names it. Each run's records are read through once. */
  #schema({ runId, seq }: CompletionRef, fingerprint: SchemaFingerprint): Schema {
    const read = this.#schemas.get(runId) ?? { seq: 0, known: new Map<SchemaFingerprint, Schema>() };
    if (read.seq < seq) {
      for (const row of this.#selectSchemas.iterate(runId, read.seq, seq)) {
        const record = decodeRecord(JSON.parse(String(row["body"])));
        if (record.type === "schema.recorded") read.known.set(record.fingerprint, record.schema);
      }
      this.#schemas.set(runId, { seq, known: read.known });
    }
    const schema = read.known.get(fingerprint);
    if (schema === undefined) throw new Damage("the schema of the result is missing");
    return schema;
  }
}

/** What an entry of the index says. */
interface Entry {
  readonly runId: RunId;
  readonly execution: number;
  readonly hash: string;
  readonly seq: number;
}

/** Times of equal length sort as they follow each other; one before 1970 counts as 1970. */
const columnOf = ({ place, hash }: ReuseKey, { at, seq }: ModuleCompleted): string =>
  `${place}/${String(Math.max(0, Math.floor(at))).padStart(16, "0")}/${hash}/${seq}`;

const entryOf = (row: Readonly<Record<string, unknown>>): Entry => {
  const [, , hash = "", seq] = String(row["reuse_key"]).split("/");
  return { runId: String(row["run_id"]) as RunId, execution: Number(row["execution"]), hash, seq: Number(seq) };
};

const checkChain = ({ before, body, hash }: Readonly<Record<string, unknown>>): void => {
  if (before instanceof Uint8Array && hash instanceof Uint8Array)
    if (Buffer.compare(chainHash(before, String(body)), hash) === 0) return;
  throw new Damage("its record is not the one that was written");
};

class Damage extends Error {}

/** What is wrong with what was read; anything else that was thrown is no damage. */
const damageOf = (thrown: unknown): string => {
  if (thrown instanceof Damage || thrown instanceof JournalError) return thrown.message;
  if (thrown instanceof StoredValueError || thrown instanceof SyntaxError) return thrown.message;
  throw thrown;
};
