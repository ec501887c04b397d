import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { diffSchemas } from "../../../src/index.ts";
import { canonicalJson } from "../../../src/schema/canonical-json.ts";
import { schema, schemaEdit } from "../../../src/testing/index.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const edited = schema().chain((before) => fc.tuple(fc.constant(before), schemaEdit(before)));

describe("a random edit of a schema", () => {
  test("is told by a comparison as the changes it is, no more and no fewer", () => {
    fc.assert(
      fc.property(edited, ([before, { after, changes, hints }]) => {
        expect(canonicalJson(diffSchemas(before, after, hints)?.changes ?? [])).toBe(canonicalJson(changes));
      }),
      { numRuns: 3000 },
    );
  });

  test("is of every kind, at every depth, and always changes something", () => {
    const edits = fc.sample(edited, 2000).map(([, edit]) => edit);
    expect([...new Set(edits.map(({ what }) => what))].toSorted()).toEqual([
      "a column is declared to be renamed",
      "a field has another name, and nobody says so",
      "a field has another type",
      "a field has other meta",
      "a field has other statistics",
      "a field is added",
      "a field is dropped",
      "a field is moved",
      "a field may be null, or no longer",
      "a field means something else",
      "the frame has other meta",
      "the frame has other rows",
    ]);
    const depths = edits.flatMap(({ changes }) =>
      changes.map(({ target }) => (target.kind === "field" ? target.path.length : 0)),
    );
    expect(new Set(depths)).toEqual(new Set([0, 1, 2, 3, 4]));
    const grades = edits.flatMap(({ changes }) =>
      changes.flatMap((change) => ("grade" in change ? [change.grade] : [])),
    );
    expect(new Set(grades)).toEqual(new Set(["widen", "narrow", "cast"]));
    expect(edits.filter(({ changes }) => changes.length === 0)).toEqual([]);
  });

  test("is found when a comparison misses it: one that takes no notice of nulls is told apart by an edit of one", () => {
    const blind: typeof diffSchemas = (before, after, hints) => {
      const found = diffSchemas(before, after, hints);
      const seen = found?.changes.filter((change) => !("aspects" in change && change.aspects.includes("nullable")));
      return found && seen ? { ...found, changes: seen } : null;
    };
    const found = fc.check(
      fc.property(
        edited,
        ([before, { after, changes, hints }]) => blind(before, after, hints)?.changes.length === changes.length,
      ),
      { numRuns: 2000 },
    );
    expect(found.counterexample?.[0][1].what).toBe("a field may be null, or no longer");
  });
});
