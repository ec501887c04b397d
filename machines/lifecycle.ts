/** The one lifecycle of module executions, experiments and runs; `Completed` and `Failed` are final. */
export type LifecycleState = "NotStarted" | "InProgress" | "Completed" | "Failed";

/**
 * Every lifecycle state, in the order a reader expects them.
 *
 * @example
 * ```ts
 * lifecycleStates.filter((state) => !isFinal(state)); // => ["NotStarted", "InProgress"]
 * ```
 */
export const lifecycleStates = ["NotStarted", "InProgress", "Completed", "Failed"] as const satisfies LifecycleState[];

/**
 * Why an execution failed.
 *
 * `error`: the module threw, rejected or failed. `timeout`: it exceeded its time. `cancelled`: the run was cancelled
 * while it was in progress. `interrupted`: the process could not go on with it (it can never settle, or a crash).
 */
export type FailureReason = "error" | "timeout" | "cancelled" | "interrupted";

/** Whether a completed execution ran its module, or took the result of an earlier identical execution. */
export type CompletionOrigin = "executed" | "reused";
