import * as Data from "effect/Data";

/** What was asked for could not be written to stdout to its end: the file it goes to is on a full disk, say. */
export class OutputError extends Data.TaggedError("OutputError")<{ readonly cause: unknown }> {
  override get message(): string {
    const why = this.cause instanceof Error ? this.cause.message : String(this.cause);
    return `stdout ends early: it could not be written (${why}).`;
  }
}
