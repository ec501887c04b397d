/**
 * Expected failures that any part of runstate may come to, as tagged data: what happened, why it is refused, what to do.
 * Those of one part stand with it.
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

const formatConfigIssue = (issue: ConfigIssue): string => {
  const at = issue.position
    ? `${issue.position.file ?? "line"}${issue.position.file === undefined ? " " : ":"}${issue.position.line}:${issue.position.column}: `
    : "";
  const subject = issue.path.length === 0 ? "config" : issue.path.map(showName).join(" › ");
  return `${at}${subject}: ${issue.reason}. ${issue.remedy}`;
};

/** Names come from files: control characters and bidi marks are shown escaped so that a name cannot forge a line. */
const showName = (name: string): string =>
  /^[\p{L}\p{N}_.\- [\]]+$/u.test(name) && name.length <= 80 ? name : showJson(name.slice(0, 255));

/** A value as JSON that can stand in a message: nothing in it can move the cursor or turn the text around. */
export const showJson = (value: unknown): string => {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (c) => `\\u${c.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
};
