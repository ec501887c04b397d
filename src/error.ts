/**
 * Every expected failure of runstate, as tagged data: what happened, why it is refused, what to do.
 *
 * A module that fails is not here: its failure is a record of the journal, never an exception of the library.
 */
import { TaggedError } from "./tagged-error.ts";

/** Where in a text a problem was found; line and column count from 1. */
export interface TextPosition {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/** One refused part of a config: which name, why, and what to write instead. */
export interface ConfigIssue {
  /** The path of names to the refused part, outermost first: `["Splitter", "by_state"]`. Empty for the whole config. */
  readonly path: readonly string[];
  readonly reason: string;
  readonly remedy: string;
  readonly position?: TextPosition;
}

/**
 * The config (or workflow definition) is refused as a whole; nothing has run.
 *
 * Every problem is in `issues`, in the order of the config; `message` has a line for each.
 *
 * @example
 * ```ts
 * try {
 *   planConfig({ Loader: { adult: null }, Splitter: {} });
 * } catch (error) {
 *   (error as ConfigError).issues.map(({ path }) => path); // => [["Loader", "adult"], ["Splitter"]]
 * }
 * ```
 */
export class ConfigError
  extends /* @__PURE__ */ TaggedError("ConfigError")<{
    readonly issues: readonly [ConfigIssue, ...ConfigIssue[]];
  }>
{
  override get message(): string {
    return this.issues.map(formatConfigIssue).join("\n");
  }
}

/**
 * A value was given as a schema, a schema patch or a declaration about columns, and is none.
 *
 * @example
 * ```ts
 * try {
 *   decodeSchema({ fields: [{ name: "age", type: "int64", nulable: true }] });
 * } catch (error) {
 *   (error as SchemaError).path; // => "$.fields[0]"
 * }
 * ```
 */
export class SchemaError
  extends /* @__PURE__ */ TaggedError("SchemaError")<{
    /** JSONPath-like place inside the value: `$.fields[3].type`. */
    readonly path: string;
    readonly reason: string;
    readonly remedy: string;
  }>
{
  override get message(): string {
    return `${this.path}: ${this.reason}. ${this.remedy}`;
  }
}

/**
 * A schema patch was applied to a schema it was not made from, or was altered since it was made.
 *
 * @example
 * ```ts
 * const [before, after] = [describeSchema([{ age: 41 }]), describeSchema([{ age: 41.5 }])];
 * const patch = diffSchemas(before, after)!.patch;
 * try {
 *   applySchemaPatch(patch, after);
 * } catch (error) {
 *   (error as PatchConflict).path; // => "$.fields[0].type"
 * }
 * ```
 */
export class PatchConflict
  extends /* @__PURE__ */ TaggedError("PatchConflict")<{
    readonly path: string;
    readonly expected: unknown;
    readonly found: unknown;
  }>
{
  override get message(): string {
    return (
      `the patch does not fit at ${this.path}: expected ${show(this.expected)}, found ${show(this.found)}. ` +
      "Apply it to the schema it was made from."
    );
  }
}

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

/**
 * A question about a run has no answer: the name is unknown, or the thing asked for never happened.
 *
 * @example
 * ```ts
 * try {
 *   new Status().getState("Loader[adult]");
 * } catch (error) {
 *   (error as StatusError).reason; // => "unknown-key"
 * }
 * ```
 */
export class StatusError
  extends /* @__PURE__ */ TaggedError("StatusError")<{
    readonly reason:
      | "unknown-key"
      | "unknown-module"
      | "unknown-experiment"
      | "unknown-id"
      | "unknown-part"
      | "not-started"
      | "in-progress"
      | "failed"
      | "blocked"
      | "released"
      | "not-in-this-process";
    readonly subject: string;
    readonly detail: string;
  }>
{
  override get message(): string {
    return `${this.subject}: ${this.detail}`;
  }
}

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

const formatConfigIssue = (issue: ConfigIssue): string => {
  const at = issue.position
    ? `${issue.position.file ?? "line"}${issue.position.file === undefined ? " " : ":"}${issue.position.line}:${issue.position.column}: `
    : "";
  const subject = issue.path.length === 0 ? "config" : issue.path.map(showName).join(" › ");
  return `${at}${subject}: ${issue.reason}. ${issue.remedy}`;
};

/** Names come from files: control characters and bidi marks are shown escaped so that a name cannot forge a line. */
const showName = (name: string): string =>
  /^[\p{L}\p{N}_.\- [\]]+$/u.test(name) && name.length <= 80 ? name : show(name.slice(0, 255));

const show = (value: unknown): string => {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (c) => `\\u${c.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
};
