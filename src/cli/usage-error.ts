import * as Data from "effect/Data";

/** What was asked for cannot be done, and nothing ran: a file is missing, is no workflow, or would be overwritten. */
export class UsageError extends Data.TaggedError("UsageError")<{
  /** What it is about: the path of a file, or an option. */
  readonly subject: string;
  readonly reason: string;
  readonly remedy: string;
}> {
  override get message(): string {
    return `${this.subject}: ${this.reason}. ${this.remedy}`;
  }
}
