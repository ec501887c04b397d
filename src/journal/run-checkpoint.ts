import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";
import type { DurationMs, EpochMs, JournalRecord, RunStarted } from "./record.ts";
import type { StateCounts } from "./state-tally.ts";

/** What a state holds of each execution and experiment, by their numbers. */
export interface StateColumns {
  /** Codes of their states: see `stateCode`. */
  readonly executions: Uint8Array;
  readonly experiments: Uint8Array;
  readonly attempts: Uint32Array;
  readonly firstSeq: Uint32Array;
  readonly lastSeq: Uint32Array;
  /** The number of the schema that was put out, counted from 1 in the order they were recorded; 0 for none. */
  readonly schemaAfter: Uint32Array;
}

/** What a state counts of the run as a whole. */
export interface StateCounters {
  seq: number;
  /** Why experiments were ended between two of their modules; undefined while none was. */
  cancelled: "cancelled" | "interrupted" | undefined;
  /** Executions that will never run because one above them failed; they are counted as NotStarted too. */
  blocked: number;
  /** Executions whose result was taken over; they are counted as Completed too. */
  reused: number;
  snapshots: number;
  changes: number;
  timings: number;
  lastSnapshotSeq: number;
  /** The last record that changed a schema, and how many changes it told of; 0 for none. */
  lastChangeSeq: number;
  changesThen: number;
  /** Wall times: since when the process that writes now has worked on the run, and of the last record. */
  goesOnSince: EpochMs;
  lastAt: EpochMs;
  /** How long the processes before it did. */
  earlierMs: DurationMs;
  /** How many times the run went on in another process. */
  resumptions: number;
}

/** What a state holds of the run as a whole. */
export interface StateFacts extends Readonly<StateCounters> {
  readonly modules: readonly StateCounts[];
  /** Places in the sequence of the modules that put out a frame. */
  readonly metadata: readonly number[];
}

/** What the state of an unfinished run consists of, beside what the run defined: its plan and its schemas. */
export interface StateParts {
  readonly facts: StateFacts;
  readonly columns: StateColumns;
}

/** What the records of a run added up to at one of them: a run goes on from there without the records before. */
export interface RunCheckpoint {
  readonly started: RunStarted;
  /** In the order in which they were recorded. */
  readonly schemas: ReadonlyMap<SchemaFingerprint, Schema>;
  readonly parts: StateParts;
  /** Gives `take` the records it stands for, oldest first, also once the run is over; throws a StoreError where it cannot. */
  readonly readEarlier: (take: (record: JournalRecord) => void) => void;
  /** Reads one record of the run while its store is open; undefined after that, and where there is none as it was written. */
  readonly recordAt: (seq: number) => JournalRecord | undefined;
}
