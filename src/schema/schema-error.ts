import { TaggedError } from "../tagged-error.ts";

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
