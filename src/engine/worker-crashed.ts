import { TaggedError } from "../tagged-error.ts";

/**
 * A worker thread ended while a module ran in it; the execution has failed, and the run goes on.
 *
 * @example
 * ```ts
 * const error = new WorkerCrashed({ moduleName: "Trainer", detail: "process.exit(3) was called in it", cause: undefined });
 * error.message; // => "the worker thread of Trainer ended while it ran: process.exit(3) was called in it"
 * ```
 */
export class WorkerCrashed
  extends /* @__PURE__ */ TaggedError("WorkerCrashed")<{
    readonly moduleName: string;
    readonly detail: string;
    /** The error that ended it; undefined when there was none. */
    readonly cause: unknown;
  }>
{
  override get message(): string {
    return `the worker thread of ${this.moduleName} ended while it ran: ${this.detail}`;
  }
}
