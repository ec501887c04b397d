import { decodeRecord, encodeRecord } from "../journal/codec.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../journal/record.ts";
import type { StateCounts } from "../journal/state-tally.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import { recordedPlan } from "../workflow/recorded-plan.ts";
import { checkAppend, checkResults, endsRun } from "./check-append.ts";
import { compareText } from "./compare-text.ts";
import type { StoredRun } from "./store.ts";
import type { EncodedValue } from "./value-codec/encoded-value.ts";

/** A result as it is kept: its value encoded, under the hash of its content, and which schema it was recorded with. */
export interface KeptResult {
  readonly hash: string;
  readonly encoded: EncodedValue;
  readonly schema: SchemaFingerprint | null;
}

/** A kept result that later runs may take over: which record tells of it, and what it was made from. */
export interface KeptCompletion {
  readonly runId: RunId;
  readonly record: ModuleCompleted;
  readonly hash: string;
}

interface KeptRun {
  /** The records as the lines of a journal file: what a caller still holds of a record, it cannot change here. */
  readonly lines: string[];
  readonly results: Map<number, KeptResult>;
  row: Omit<StoredRun, "owned">;
}

/** The runs a memory store holds, and which of them are owned now: what every opening of the store opens. */
export class MemoryRuns {
  readonly #kept = new Map<RunId, KeptRun>();
  readonly #owned = new Set<RunId>();
  /** By place, in the order they were kept. */
  readonly #completions = new Map<string, KeptCompletion[]>();

  /** What a process that dies now would have left, had it been kept outside of it: everything appended, owned by nobody. */
  copy(): MemoryRuns {
    const copy = new MemoryRuns();
    for (const [runId, { lines, results, row }] of this.#kept)
      copy.#kept.set(runId, { lines: [...lines], results: new Map(results), row });
    for (const [place, completions] of this.#completions) copy.#completions.set(place, [...completions]);
    return copy;
  }

  /** Takes a run for an owner; false when it has one. */
  take(runId: RunId): boolean {
    if (this.#owned.has(runId)) return false;
    this.#owned.add(runId);
    return true;
  }

  giveBack(runId: RunId): void {
    this.#owned.delete(runId);
  }

  /** Keeps the next records of a run, with the results of those that completed an execution; throws, and keeps nothing, otherwise. */
  append(runId: RunId, records: readonly JournalRecord[], results: ReadonlyMap<number, KeptResult>): void {
    const kept = this.#kept.get(runId);
    checkAppend(runId, { count: kept?.lines.length ?? 0, over: isOver(kept) }, records);
    checkResults(records, (execution) => results.get(execution)?.hash);
    // Everything that can fail, before anything is changed: a batch is kept whole or not at all.
    const lines = records.map(encodeRecord);
    const row = records.reduce(nextRow, kept?.row);
    if (row === undefined) return;
    const run: KeptRun = kept ?? { lines: [], results: new Map(), row };
    run.row = row;
    for (const line of lines) run.lines.push(line);
    for (const [at, record] of records.entries()) {
      const result = record.type === "module.completed" ? results.get(record.execution) : undefined;
      if (record.type !== "module.completed" || result === undefined) continue;
      run.results.set(record.execution, result);
      this.#index(runId, lines[at] ?? "");
    }
    this.#kept.set(runId, run);
  }

  /** The records of a run, decoded anew; none for a run that is not there. */
  records(runId: RunId): readonly JournalRecord[] {
    return this.#kept.get(runId)?.lines.map((line) => decodeRecord(JSON.parse(line))) ?? [];
  }

  result(runId: RunId, execution: number): KeptResult | undefined {
    return this.#kept.get(runId)?.results.get(execution);
  }

  /** The kept results of a place, newest first; of one moment, backwards by what they were made from. */
  completionsAt(place: string): readonly KeptCompletion[] {
    return (this.#completions.get(place) ?? []).toSorted(
      (a, b) =>
        Math.floor(b.record.at) - Math.floor(a.record.at) ||
        compareText(`${b.hash}/${b.record.seq}`, `${a.hash}/${a.record.seq}`) ||
        compareText(b.runId, a.runId),
    );
  }

  #index(runId: RunId, line: string): void {
    const record = decodeRecord(JSON.parse(line));
    if (record.type !== "module.completed" || record.reuse?.key === undefined) return;
    const { place, hash } = record.reuse.key;
    const completions = this.#completions.get(place) ?? [];
    completions.push({ runId, record, hash });
    this.#completions.set(place, completions);
  }

  /** All runs, newest first, then by id backwards. */
  list(): readonly StoredRun[] {
    return Array.from(this.#kept.values(), ({ row }) => ({
      ...row,
      owned: row.state === "InProgress" && this.#owned.has(row.runId),
    })).toSorted((a, b) => b.startedAt - a.startedAt || compareText(b.runId, a.runId));
  }
}

const isOver = (kept: KeptRun | undefined): boolean => kept !== undefined && kept.row.state !== "InProgress";

type Row = KeptRun["row"];

/** What a run's row says after one more record. */
const nextRow = (row: Row | undefined, record: JournalRecord): Row | undefined => {
  if (record.type === "run.started") return firstRow(record);
  if (row === undefined) return undefined;
  const next = { ...row, records: record.seq, updatedAt: record.at };
  if (record.type === "module.started")
    return { ...next, executions: moved(row.executions, "NotStarted", "InProgress") };
  if (record.type === "module.completed")
    return { ...next, executions: moved(row.executions, "InProgress", "Completed") };
  if (record.type === "module.failed") return { ...next, executions: moved(row.executions, "InProgress", "Failed") };
  return endsRun(record) ? { ...next, state: record.type === "run.completed" ? "Completed" : "Failed" } : next;
};

const firstRow = ({ runId, workflow, at, seq, modules }: Extract<JournalRecord, { type: "run.started" }>): Row => {
  const { executions } = recordedPlan(modules).size;
  return {
    runId,
    workflow,
    startedAt: at,
    updatedAt: at,
    state: "InProgress",
    records: seq,
    executions: { NotStarted: executions, InProgress: 0, Completed: 0, Failed: 0 },
  };
};

const moved = (
  counts: Readonly<StateCounts>,
  from: keyof StateCounts,
  to: keyof StateCounts,
): Readonly<StateCounts> => ({ ...counts, [from]: counts[from] - 1, [to]: counts[to] + 1 });
