/** The expected failures of stores, and of the values in them. */
import { TaggedError } from "./tagged-error.ts";

/**
 * A run is owned by another process, which alone may append to it. Reading it is always possible.
 *
 * @example
 * ```ts
 * new StoreLocked({ runId: "r1", owner: "process 4711" }).message; // => "run r1 is owned by process 4711. …"
 * ```
 */
export class StoreLocked
  extends /* @__PURE__ */ TaggedError("StoreLocked")<{
    readonly runId: string;
    /** Who holds it, as far as is known. */
    readonly owner: string;
  }>
{
  override get message(): string {
    return `run ${this.runId} is owned by ${this.owner}. Wait until it ends, or end it; a dead owner holds nothing.`;
  }
}

/**
 * A store cannot do what it was asked: it is full, not writable, not a store, or of another version.
 *
 * @example
 * ```ts
 * new StoreError({ reason: "full", subject: "runs.db", detail: "no space is left.", cause: undefined }).message;
 * // => "runs.db: no space is left."
 * ```
 */
export class StoreError
  extends /* @__PURE__ */ TaggedError("StoreError")<{
    readonly reason:
      | "full"
      | "read-only"
      | "missing"
      | "not-a-store"
      | "newer"
      | "busy"
      | "damaged"
      | "unknown-run"
      | "removed"
      | "failed";
    readonly subject: string;
    readonly detail: string;
    readonly cause: unknown;
  }>
{
  override get message(): string {
    return `${this.subject}: ${this.detail}`;
  }
}

/**
 * A value cannot be stored exactly, so it is not stored at all.
 *
 * @example
 * ```ts
 * try {
 *   encodeValue({ rows: [{ f: () => 1 }] });
 * } catch (error) {
 *   (error as NotStorable).path; // => "$.rows[0].f"
 * }
 * ```
 */
export class NotStorable
  extends /* @__PURE__ */ TaggedError("NotStorable")<{
    /** The first part that cannot be stored, nearest to the root: `$.rows[3].f`. */
    readonly path: string;
    readonly reason: string;
    readonly remedy: string;
  }>
{
  override get message(): string {
    return `${this.path} ${this.reason}. ${this.remedy}.`;
  }
}

/**
 * A stored value cannot be read: its bytes were altered, or the codec it was written with is missing.
 *
 * @example
 * ```ts
 * try {
 *   decodeValue({ codec: "parquet", bytes: new Uint8Array(4) });
 * } catch (error) {
 *   (error as StoredValueError).codec; // => "parquet"
 * }
 * ```
 */
export class StoredValueError
  extends /* @__PURE__ */ TaggedError("StoredValueError")<{
    readonly codec: string;
    readonly reason: string;
    readonly remedy: string;
  }>
{
  override get message(): string {
    return `a stored value (codec ${JSON.stringify(this.codec)}) cannot be read: ${this.reason}. ${this.remedy}.`;
  }
}
