import { TaggedError } from "../tagged-error.ts";

/**
 * A journal is refused: a record is malformed, out of order, or an illegal transition.
 *
 * @example
 * ```ts
 * try {
 *   Status.fromJournal([{ seq: 1, at: 0, type: "run.completed", durationMs: 5 }]);
 * } catch (error) {
 *   (error as JournalError).message; // => "journal record 1: …"
 * }
 * ```
 */
export class JournalError
  extends /* @__PURE__ */ TaggedError("JournalError")<{
    /** Sequence number of the first refused record, or the 0-based line when it has none. */
    readonly seq: number;
    readonly reason: string;
    readonly remedy: string;
  }>
{
  override get message(): string {
    return `journal record ${this.seq}: ${this.reason}. ${this.remedy}`;
  }
}
