import { showJson } from "../error.ts";
import { TaggedError } from "../tagged-error.ts";

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
      `the patch does not fit at ${this.path}: expected ${showJson(this.expected)}, found ${showJson(this.found)}. ` +
      "Apply it to the schema it was made from."
    );
  }
}
