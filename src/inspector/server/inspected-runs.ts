import type { JournalRecord } from "../../journal/record.ts";
import type { Schema } from "../../schema/schema.ts";
import type { ActorReport, ResultPreview, RunListItem } from "../protocol/api.ts";
import type { RunColumns } from "../protocol/run-columns.ts";

/** The runs that an inspector shows, wherever they are: of an executor, of a store, of a journal file. */
export interface InspectedRuns {
  /** Newest first. */
  list(): Promise<readonly RunListItem[]>;
  /** Undefined when there is no such run. Opening one twice gives the same. */
  open(runId: string): Promise<RunFeed | undefined>;
  /** What may be done to runs; absent of those that can only be read. */
  readonly control?: RunControl;
}

/** A run with everything that can be asked about it, while it may still grow. */
export interface RunFeed {
  /** It grows with the run. */
  readonly run: RunColumns;
  /** Whether nothing more will come. */
  readonly ended: boolean;
  /** Tells when `run` has grown, or the feed ended; the returned function stops it. */
  onChange(listener: () => void): () => void;
  /** The records `from` to `to`, both included, as far as they are kept. */
  records(from: number, to: number): Promise<readonly JournalRecord[]>;
  schema(fingerprint: string): Promise<Schema | undefined>;
  result(execution: number): Promise<ResultPreview>;
  actors(): ActorReport;
}

/** Cancels a run that is in progress here, or begins a new one from it. */
export interface RunControl {
  cancel(runId: string): Promise<void>;
  retry(runId: string): Promise<void>;
}
