import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { RunId } from "./record.ts";

/** A completed execution of some run, by the number of its `module.completed`. */
export interface CompletionRef {
  readonly runId: RunId;
  readonly seq: number;
}

/** A result as the executions below it read it: its content, and the schema it was recorded with. */
export interface ContentRef {
  /** sha256 of the encoded data. */
  readonly content: string;
  readonly schema: SchemaFingerprint | null;
}

/** Everything the result of an execution is made from, part by part, and the hashes it is found by. */
export interface ReuseKey {
  /** sha256 of the workflow's name and the execution's path: where it stands. */
  readonly place: string;
  /** sha256 of the place and all parts below: equal only when all are. */
  readonly hash: string;
  /** The module's own version, as its policy says. */
  readonly version: string | null;
  /** sha256 of the decoded params. */
  readonly params: string;
  /** The result of the module before; null for the first. */
  readonly input: ContentRef | null;
  /** Results of further modules that it reads, as declared. */
  readonly upstream: readonly (ContentRef & { readonly moduleName: string })[];
  /** What it depends on besides, as declared: the sha256 of each, by name. */
  readonly dependencies: readonly { readonly name: string; readonly content: string }[];
}

/** A part of a {@link ReuseKey} that is not what it was. */
export type ChangedPart =
  | { readonly part: "version" | "params" | "input" }
  | { readonly part: "upstream"; readonly moduleName: string }
  | { readonly part: "dependency"; readonly name: string };

/**
 * Why an execution is not taken over from the run that this one begins from. `new`: that has no such execution.
 * `never-ran`, `failed`, `in-progress`: it had not completed it. `other-params`: it had other params. `unknown-params`:
 * they hold code, and nobody can know whether they are the same. `other-key`: its module has `reuse`, and it was made
 * from other parts. `not-stored`, `unreadable`: of its result. `above`: one above it is carried out.
 */
export type RunCause =
  | "above"
  | "new"
  | "never-ran"
  | "failed"
  | "in-progress"
  | "other-params"
  | "unknown-params"
  | "other-key"
  | "not-stored"
  | "unreadable";

/** Why the result of an execution was taken over, or why its module ran. */
export type ReuseReason =
  /**
   * Taken over. `same-key`: the store held a result made from the same parts. `begun-from`: the run that this one began
   * from had completed it, with the same params on the whole path.
   */
  | { readonly kind: "same-key" | "begun-from"; readonly from: CompletionRef }
  /** Ran. In a run that begins from no other, `new`: the store holds no result of it; `unknown-params`: as above. */
  | { readonly kind: RunCause }
  /** Ran: the newest result that the store holds of it was made from other parts, which are named. */
  | { readonly kind: "changed"; readonly since: CompletionRef; readonly parts: readonly ChangedPart[] }
  /** Ran: there is such a result, and it is not as it was written. */
  | { readonly kind: "damaged"; readonly from: CompletionRef; readonly detail: string }
  /** Ran: what it is made from cannot be known, so it has no key. */
  | { readonly kind: "input-not-stored" | "dependencies-unknown"; readonly detail: string }
  | { readonly kind: "upstream-not-stored"; readonly moduleName: string; readonly detail: string }
  /** Ran: the run was told to take over nothing. */
  | { readonly kind: "turned-off" };

/** How an execution came by its result; its key when that is known, so that later runs can find the result. */
export interface ReuseDecision {
  readonly why: ReuseReason;
  readonly key?: ReuseKey;
}
