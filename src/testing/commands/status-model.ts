import type { RunOutcome } from "../../executor/outcome.ts";
import type { StatusSummary } from "../../status/status-summary.ts";
import type { Status } from "../../status/status.ts";

/** What commands do to an executor: every `Executor` is one. */
export interface LiveExecutor {
  run(): Promise<RunOutcome>;
  cancel(cause?: unknown): void;
  readonly status: Status;
}

/** What became of a call of `run()`. */
export type RunEnd =
  | { readonly kind: "outcome"; readonly outcome: RunOutcome }
  | { readonly kind: "rejected"; readonly thrown: unknown };

/**
 * What is known of an executor from outside: what it was told to do, and what it said before.
 *
 * @example
 * ```ts
 * new StatusModel().cancelled; // => false
 * ```
 */
export class StatusModel {
  /** The run that was begun and not awaited yet. */
  running: Promise<RunEnd> | undefined;
  /** Whether it was told to end. */
  cancelled = false;
  /** The run whose status was there when it was begun. */
  runBefore: string | undefined;
  /** The run whose status was seen last, and what that was at each record it was seen at. */
  runId: string | undefined;
  readonly seen = new Map<number, StatusSummary>();
}
