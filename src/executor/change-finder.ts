import type { ChangeHints } from "../schema/change-hints.ts";
import { diffSchemas } from "../schema/diff-schemas.ts";
import type { FieldChange } from "../schema/field-change.ts";
import { fingerprintSchema, type SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";

const none: readonly FieldChange[] = Object.freeze([]);
const maxRemembered = 4096;

/** Finds the changes between schemas, remembering pairs: a wide plan meets the same two schemas again and again. */
export class ChangeFinder {
  readonly #remembered = new Map<SchemaFingerprint | null, Map<SchemaFingerprint | null, readonly FieldChange[]>>();
  #count = 0;
  /** What came last of each schema, by the object: no fingerprint has to be looked up for it. */
  readonly #last = new Map<
    Schema | null,
    { readonly after: Schema | null; readonly changes: readonly FieldChange[] }
  >();

  find(before: Schema | null, after: Schema | null, hints: ChangeHints | undefined): readonly FieldChange[] {
    // Hints are checked against the schemas even when these are equal.
    if (hints !== undefined) return diffSchemas(before, after, hints)?.changes ?? none;
    if (before === after) return none;
    const last = this.#last.get(before);
    if (last?.after === after) return last.changes;
    const changes = this.#find(before, after);
    if (this.#last.size === maxRemembered) this.#last.clear();
    this.#last.set(before, { after, changes });
    return changes;
  }

  #find(before: Schema | null, after: Schema | null): readonly FieldChange[] {
    const from = before && fingerprintSchema(before);
    const to = after && fingerprintSchema(after);
    const known = this.#remembered.get(from)?.get(to);
    if (known !== undefined) return known;
    const changes = diffSchemas(before, after)?.changes ?? none;
    this.#remember(from, to, changes);
    return changes;
  }

  #remember(from: SchemaFingerprint | null, to: SchemaFingerprint | null, changes: readonly FieldChange[]): void {
    if (++this.#count > maxRemembered) {
      this.#remembered.clear();
      this.#count = 1;
    }
    const fromHere = this.#remembered.get(from);
    if (fromHere === undefined) this.#remembered.set(from, new Map([[to, changes]]));
    else fromHere.set(to, changes);
  }
}
