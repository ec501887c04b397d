import type { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import type { JournalRecord, RunId } from "../../../journal/record.ts";
import type { RunCheckpoint } from "../../../journal/run-checkpoint.ts";
import { StateColumn } from "../../../journal/state-column.ts";
import { nothingYet } from "../added-up.ts";
import type { RunDictionary } from "../batch-codec/run-dictionary.ts";
import { removedRun } from "../missing-run.ts";
import { readDatabase } from "../read-database.ts";
import { checkedRecords, damaged } from "../read-records.ts";
import type { RecordTable, RunHead } from "../record-table.ts";
import { isLinked, type LinkedBatch, RunDefinitions } from "../run-definitions.ts";
import type { CheckpointHead } from "./checkpoint-head.ts";
import type { CheckpointTable } from "./checkpoint-table.ts";
import { RecordReader } from "./record-reader.ts";

/** From where an owned run goes on, without its earlier records having been read. */
export interface ResumePoint {
  readonly checkpoint: RunCheckpoint;
  readonly kept: CheckpointHead;
  readonly dictionary: RunDictionary;
  /** The records after the checkpoint. */
  readonly records: readonly JournalRecord[];
  readonly head: RunHead;
}

/** What a resume point is looked for in. */
export interface ResumeTables {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly records: RecordTable;
  readonly checkpoints: CheckpointTable;
}

/**
 * The point a run goes on from: its checkpoint, what its batches define, and the records after it, each held against the
 * chain from the hash on that the checkpoint has. Undefined where there is none, or anything of it does not fit: whoever
 * reads the run from its beginning then finds out what is wrong, if anything is.
 */
export const resumePoint = (tables: ResumeTables, runId: RunId): ResumePoint | undefined => {
  try {
    return found(tables, runId);
  } catch {
    return undefined;
  }
};

const found = ({ path, database, records, checkpoints }: ResumeTables, runId: RunId): ResumePoint | undefined => {
  const run = records.number(runId);
  const stored = run === 0 ? undefined : checkpoints.read(run);
  if (stored === undefined) return undefined;
  const { head: kept, parts } = stored;
  const { facts, columns } = parts;
  // It was kept together with the record after it: a run that has no more than those it stands for has lost its end.
  if (records.lastBatch(runId) <= facts.seq) return undefined;
  const definitions = new RunDefinitions();
  definitions.learn(database, run, facts.seq + 1, checkLink);
  const { dictionary, schemas, started } = definitions;
  const size = dictionary.planSize;
  if (started?.runId !== runId || size?.executions !== kept.executions || size.experiments !== kept.experiments)
    return undefined;
  const tail = Array.from(checkedRecords(database, runId, dictionary, { count: facts.seq, head: kept.hash }));
  const { NotStarted, Completed, Failed } = new StateColumn(kept.executions, columns.executions).counts;
  const before = {
    ...nothingYet,
    count: facts.seq,
    workflow: started.workflow,
    startedAt: started.at,
    executions: kept.executions,
    started: kept.executions - NotStarted,
    completed: Completed,
    failed: Failed,
  };
  const reader = new RecordReader(database, run, dictionary);
  const checkpoint: RunCheckpoint = {
    started,
    schemas,
    parts,
    readEarlier: (take) => readEarlier(path, runId, facts.seq, take),
    recordAt: (seq) => (database.isOpen ? reader.at(seq) : undefined),
  };
  return { checkpoint, kept, dictionary, records: tail, head: records.head(runId, tail, before) };
};

/** From a database of its own: the one of the owner is closed when the run is over. */
const readEarlier = (path: string, runId: RunId, last: number, take: (record: JournalRecord) => void): void =>
  Effect.runSync(
    readDatabase(path, (database) => {
      let count = 0;
      for (const record of checkedRecords(database, runId)) {
        take(record);
        count = record.seq;
        if (count === last) return;
      }
      throw removedRun(database, path, runId) ?? damaged(runId, `record ${count + 1} is missing`);
    }),
  );

const checkLink = (batch: LinkedBatch): void => {
  if (!isLinked(batch)) throw new RangeError(`record ${batch.seq} is not as it was written`);
};
