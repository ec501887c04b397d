import type { CompletionOrigin, LifecycleState } from "../../machines/lifecycle.ts";
import type { ModuleFailed } from "../journal/record.ts";
import type { Status } from "../status/status.ts";
import type { Tracked } from "../workflow/module.ts";
import { errorText } from "./error-text.ts";
import { shortResult } from "./short-value.ts";

/** One execution of the plan in a report. */
export interface ExecutionReport {
  readonly key: string;
  readonly moduleName: string;
  readonly experimentName: string;
  /** Place of the module in the sequence, from 0. */
  readonly depth: number;
  readonly state: LifecycleState;
  readonly attempt: number;
  /** Whether it ran, or an earlier result was taken over; of a completed one. */
  readonly origin?: CompletionOrigin;
  /** Of one that ran. */
  readonly durationMs?: number;
  readonly reason?: ModuleFailed["reason"];
  /** What was thrown: `Error: no such column`. */
  readonly error?: string;
  /** The key of the failed execution because of which this one never ran. */
  readonly blockedBy?: string;
  /** The result in a few words; only at the end of a path, and only where results are at hand: not from a journal. */
  readonly result?: string;
}

/** Every execution in plan order, with its result where it is among these, by its key. */
export const reportExecutions = (
  status: Status,
  results: Readonly<Partial<Record<string, Tracked<unknown>>>>,
  redact?: (text: string) => string,
): readonly ExecutionReport[] =>
  Array.from(status.executions(), (view): ExecutionReport => {
    const { key, moduleName, experimentName, depth, state, attempt, durationMs, origin, failure, blockedBy } = view;
    const result = results[key];
    return {
      key,
      moduleName,
      experimentName,
      depth,
      state,
      attempt,
      ...(origin !== undefined && { origin }),
      ...(durationMs !== undefined && origin !== "reused" && { durationMs }),
      ...(failure !== undefined && {
        reason: failure.reason,
        error: errorText(failure.error),
      }),
      ...(blockedBy !== undefined && { blockedBy }),
      ...(result !== undefined && { result: shortResult(result, redact) }),
    };
  });
