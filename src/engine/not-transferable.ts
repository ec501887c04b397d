import { TaggedError } from "../tagged-error.ts";

/**
 * A value cannot go from one thread to another as what it is, so the execution that needs it there has failed.
 *
 * @example
 * ```ts
 * const error = new NotTransferable({ subject: "the result", path: "$.f", reason: "is a function" });
 * error.message; // => "the result: $.f is a function, which cannot go from one thread to another. …"
 * ```
 */
export class NotTransferable
  extends /* @__PURE__ */ TaggedError("NotTransferable")<{
    /** What holds the value: `the result`, `the input`, `params`, …. */
    readonly subject: string;
    /** The first part that cannot, nearest to the root: `$.rows[3].f`. */
    readonly path: string;
    readonly reason: string;
  }>
{
  override get message(): string {
    return (
      `${this.subject}: ${this.path} ${this.reason}, which cannot go from one thread to another. ` +
      "Use plain data; of memory that an earlier result gave away, return a copy."
    );
  }
}
