import type { DatabaseSync } from "node:sqlite";

import { JournalError } from "../../journal/journal-error.ts";
import { StoredValueError } from "../../store-error.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../../journal/record.ts";
import type { CompletionRef, ReuseKey } from "../../journal/reuse-decision.ts";
import type { Tracked } from "../../workflow/module.ts";
import { type EarlierResult, mostEarlierResults } from "../earlier-result.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { isLinked, linkedOfRow, type LinkedBatch, RunDefinitions, selectLinked } from "./run-definitions.ts";
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
  readonly #selectBatch: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectKept: ReturnType<DatabaseSync["prepare"]>;
  readonly #database: DatabaseSync;
  /** What the runs that results came from define, by their numbers. */
  readonly #definitions = new Map<number, RunDefinitions>();

  constructor(database: DatabaseSync, results: ResultTable) {
    this.#results = results;
    this.#database = database;
    this.#update = database.prepare("UPDATE results SET reuse_key = ? WHERE run = ? AND execution = ?");
    this.#selectPlace = database.prepare(
      `SELECT run, run_id, execution, reuse_key FROM results LEFT JOIN runs ON runs.no = run WHERE reuse_key > ? AND reuse_key < ? ORDER BY reuse_key DESC LIMIT ${mostEarlierResults}`,
    );
    this.#selectBatch = database.prepare(selectLinked);
    this.#selectKept = database.prepare("SELECT 1 FROM runs WHERE no = ? AND removed_at IS NULL");
  }

  /** Lets later runs find the results these records tell of; within the transaction that writes both. */
  index(run: number, records: readonly JournalRecord[]): void {
    for (const record of records)
      if (isReusable(record)) this.#update.run(columnOf(record.reuse.key, record), run, record.execution);
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
  #read({ run, runId, execution, seq, hash }: Entry, isSame: boolean): EarlierResult | undefined {
    const from: CompletionRef = { runId, seq };
    if (this.#selectKept.get(run) === undefined) return undefined;
    const row = this.#selectBatch.get(run, seq);
    if (row === undefined) return undefined;
    try {
      const record = this.#record(run, runId, linkedOfRow(row), seq);
      if (record?.type !== "module.completed" || record.execution !== execution) return undefined;
      if (record.reuse?.key?.hash !== hash) return undefined;
      if (!isSame) return { kind: "other", from, record };
      return { kind: "same", from, record, tracked: this.#result(run, from, record) };
    } catch (thrown) {
      const detail = damageOf(thrown);
      if (this.#selectKept.get(run) === undefined) return undefined; // It was removed meanwhile.
      return isSame ? { kind: "damaged", from, detail } : undefined;
    }
  }

  /** A record of a batch; the batch, and those that define what it refers to, are as they were written. */
  #record(run: number, runId: RunId, batch: LinkedBatch, seq: number): JournalRecord | undefined {
    checkLink(batch);
    const definitions = this.#definitions.get(run) ?? new RunDefinitions();
    // One that cannot be read is not kept: it would be half of what the run defines.
    this.#definitions.delete(run);
    definitions.learn(this.#database, run, batch.seq + 1, checkLink);
    const { records } = decodeBatch(definitions.dictionary, batch.seq, batch.body);
    if (definitions.dictionary.runId !== runId) throw new Damage("its record is not the one that was written");
    this.#definitions.set(run, definitions);
    return records[seq - batch.seq];
  }

  /** The result a completion tells of; checked against the hash it was recorded with. */
  #result(run: number, from: CompletionRef, { execution, result, schemaAfter }: ModuleCompleted): Tracked<unknown> {
    const stored = this.#results.read(from.runId, execution);
    if (stored === undefined) throw new Damage("the result is missing");
    if (`sha256:${stored.hash}` !== result) throw new Damage("another result stands in its place");
    if (schemaAfter === null) return { data: stored.data, schema: null };
    const schema = this.#definitions.get(run)?.schemas.get(schemaAfter);
    if (schema === undefined) throw new Damage("the schema of the result is missing");
    return { data: stored.data, schema };
  }
}

/** Whether a record tells of a result that later runs may take over. */
export const isReusable = (record: JournalRecord): record is ReusableCompletion =>
  record.type === "module.completed" && record.reuse?.key !== undefined;

type ReusableCompletion = ModuleCompleted & { readonly reuse: { readonly key: ReuseKey } };

/** What an entry of the index says. */
interface Entry {
  readonly run: number;
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
  return {
    run: Number(row["run"]),
    runId: String(row["run_id"]) as RunId,
    execution: Number(row["execution"]),
    hash,
    seq: Number(seq),
  };
};

const checkLink = (batch: LinkedBatch): void => {
  if (!isLinked(batch)) throw new Damage("its record is not the one that was written");
};

class Damage extends Error {}

/** What is wrong with what was read; anything else that was thrown is no damage. */
const damageOf = (thrown: unknown): string => {
  if (thrown instanceof Damage || thrown instanceof JournalError) return thrown.message;
  if (thrown instanceof StoredValueError || thrown instanceof SyntaxError || thrown instanceof RangeError)
    return thrown.message;
  throw thrown;
};
