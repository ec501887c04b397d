import type { ChangeHints } from "../schema/change-hints.ts";
import { diffSchemas } from "../schema/diff-schemas.ts";
import type { FieldChange } from "../schema/field-change.ts";
import type { Schema } from "../schema/schema.ts";

const none: readonly FieldChange[] = Object.freeze([]);
const maxRemembered = 1024;

/** Finds the changes between schemas, remembering pairs: a wide plan meets the same two schemas again and again. */
export class ChangeFinder {
  readonly #remembered = new Map<Schema | null, Map<Schema | null, readonly FieldChange[]>>();

  find(before: Schema | null, after: Schema | null, hints: ChangeHints | undefined): readonly FieldChange[] {
    if (before === after && hints === undefined) return none;
    if (hints !== undefined) return diffSchemas(before, after, hints)?.changes ?? none;
    let fromBefore = this.#remembered.get(before);
    if (fromBefore === undefined) {
      if (this.#remembered.size >= maxRemembered) this.#remembered.clear();
      this.#remembered.set(before, (fromBefore = new Map<Schema | null, readonly FieldChange[]>()));
    }
    const known = fromBefore.get(after);
    if (known !== undefined) return known;
    const changes = diffSchemas(before, after)?.changes ?? none;
    if (fromBefore.size >= maxRemembered) fromBefore.clear();
    fromBefore.set(after, changes);
    return changes;
  }
}
