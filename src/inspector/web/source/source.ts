import type { JournalRecord } from "../../../journal/record.ts";
import type { FieldChange } from "../../../schema/field-change.ts";
import type { Schema } from "../../../schema/schema.ts";
import type { ActorReport, ResultPreview, RunListItem, ServerInfo } from "../../protocol/api.ts";
import type { RunColumns } from "../../protocol/run-columns.ts";

/** Where a schema is: in a run, by its fingerprint; none of what put out no schema. */
export interface SchemaPlace {
  readonly runId: string;
  readonly fingerprint: string | undefined;
}

/** How a run that may still grow is doing. */
export type Following =
  /** Records were appended. */
  | "grown"
  /** Nothing more will come. */
  | "ended"
  /** The source cannot be reached; it is tried again. */
  | "lost"
  | "connected"
  /** Records are missing: the run has to be opened again. */
  | "stale";

/** Where the page has its runs from: a server, or the page itself when it is an export. */
export interface Source {
  info(): Promise<ServerInfo>;
  runs(): Promise<readonly RunListItem[]>;
  open(runId: string): Promise<RunColumns>;
  /** Appends to `run` what is new, as it comes, and tells; the returned function stops it. */
  follow(runId: string, run: RunColumns, tell: (what: Following) => void): () => void;
  /** The records `from` to `to`, both included, whole. */
  records(runId: string, from: number, to: number): Promise<readonly JournalRecord[]>;
  schema(runId: string, fingerprint: string): Promise<Schema | undefined>;
  /** What changed from one schema to another; worked out where the schemas are: that would be a fifth of the page. */
  difference(before: SchemaPlace, after: SchemaPlace): Promise<readonly FieldChange[]>;
  result(runId: string, execution: number): Promise<ResultPreview>;
  actors(runId: string): Promise<ActorReport>;
  /** Only where `info().control` is. */
  control(runId: string, action: "cancel" | "retry"): Promise<void>;
}
