/**
 * What the inspector's server and page say to each other, beside run documents and row batches. All of it is JSON.
 *
 * `GET /api/v1/info` ServerInfo · `/runs` RunListItem[] · `/runs/ID` run document (bytes) · `/runs/ID/events?after=SEQ` RowBatch ·
 * `/runs/ID/stream?after=SEQ` the same as server-sent events, with `id:` the last seq, `event: resync` when the reader has to
 * begin anew, `event: end` when nothing more will come · `/runs/ID/records?from=SEQ&to=SEQ` JournalRecord[] (at most 500) ·
 * `/runs/ID/schemas/FINGERPRINT` Schema · `/runs/ID/difference?before=FINGERPRINT&run=ID&after=FINGERPRINT` FieldChange[] · `/runs/ID/results/EXECUTION` ResultPreview · `/runs/ID/actors` ActorReport ·
 * `POST /runs/ID/cancel`, `/runs/ID/retry` only with control.
 */
import type { Json, Schema } from "../../schema/schema.ts";
import type { PlacedChart } from "../chart/chart.ts";

/** One line of the list of runs. */
export interface RunListItem {
  readonly runId: string;
  readonly workflow: string;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly state: "NotStarted" | "InProgress" | "Completed" | "Failed";
  readonly records: number;
  readonly executions: Readonly<Record<"NotStarted" | "InProgress" | "Completed" | "Failed", number>>;
  /** Whether a process works on it now. */
  readonly live: boolean;
}

/** What the page may do beside reading. */
export interface ServerInfo {
  readonly version: string;
  /** Whether runs may be cancelled and retried from the page. */
  readonly control: boolean;
  /** Whether the actors of a relay are shown (relay-api.ts), rather than runs. */
  readonly relay: boolean;
  /** What a POST has to carry in its header `x-runstate-token`; only with control. */
  readonly token?: string;
}

/** The first rows of a result, or why there are none to show. */
export type ResultPreview =
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Json[])[];
      /** How many rows there are in all, where that is known. */
      readonly total?: number;
      readonly schema?: Schema;
    }
  | { readonly kind: "value"; readonly text: string; readonly cut: boolean }
  | { readonly kind: "none"; readonly reason: string };

/** The actors of a live run that are not the library's own, and how they moved. */
export interface ActorReport {
  readonly actors: readonly ActorView[];
}

/** One actor that was seen in the run's actor system. */
export interface ActorView {
  readonly sessionId: string;
  readonly id: string;
  readonly parent?: string;
  /** The chart of its machine; absent of actors that are none. */
  readonly chart?: PlacedChart;
  /** Every state it was in, oldest first; the first ones go when there are too many. */
  readonly moves: readonly ActorMove[];
}

/** An actor came into a state. */
export interface ActorMove {
  /** The last record of the run at that time: what the slider of the page goes by. */
  readonly seq: number;
  readonly at: number;
  /** The type of the event it moved by. */
  readonly event: string;
  /** Its state value: `"idle"`, `{ a: "b" }`. */
  readonly value: Json;
  /** The ids of the state nodes that are active. */
  readonly active: readonly string[];
  readonly status: "active" | "done" | "error" | "stopped";
}
