import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { alikeChanges, type MadeChange } from "../../src/schema/alike-changes.ts";
import type { FieldChange } from "../../src/schema/field-change.ts";

const created = (name: string, type: string): FieldChange => ({
  type: "CREATE",
  verdict: "additive",
  target: { kind: "field", path: [name] },
  before: null,
  after: { name, type, nullable: false },
});

const deleted = (name: string): FieldChange => ({
  type: "DELETE",
  verdict: "breaking",
  target: { kind: "field", path: [name] },
  before: { name, type: "utf8", nullable: false },
  after: null,
});

const rows = (after: number): FieldChange => ({
  type: "UPDATE",
  verdict: "compatible",
  target: { kind: "dataset" },
  before: { rows: 1 },
  after: { rows: after },
  aspects: ["rows"],
});

const describeIt = ({ after }: FieldChange): string => (after !== null && "type" in after ? (after.type ?? "") : "");

describe("changes that are alike", () => {
  const anyMade = fc.uniqueArray(
    fc.record({
      change: fc.oneof(
        fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("int64", "utf8")).map((of) => created(...of)),
        fc.constantFrom("a", "d").map(deleted),
      ),
      place: fc.nat(6),
    }),
    { selector: ({ change, place }) => JSON.stringify([change, place]), maxLength: 40 },
  );

  test("are on exactly one line, each of them, and no two lines say the same", () => {
    fc.assert(
      fc.property(anyMade, (made) => {
        const lines = alikeChanges(made, describeIt);
        const told = lines.flatMap(({ type, what, fields = [], places }) =>
          fields.flatMap((field) => places.map((place) => JSON.stringify([type, field, what, place]))),
        );
        const expected = made.map(({ change, place }: MadeChange<number>) =>
          JSON.stringify([
            change.type,
            change.target.kind === "field" ? change.target.path.join(".") : "",
            describeIt(change),
            place,
          ]),
        );
        expect(told.toSorted()).toEqual(expected.toSorted());
        const saying = lines.map(({ type, what, places }) => JSON.stringify([type, what, places]));
        expect(new Set(saying).size).toBe(saying.length);
      }),
    );
  });

  test("name all the fields to which the same happened in the same places, what was created first and the frame last", () => {
    const made = [1, 2].flatMap((place) =>
      [rows(place), deleted("old"), created("a", "int64"), created("b", "int64")].map((change) => ({ change, place })),
    );
    made.push({ change: created("c", "int64"), place: 2 });
    expect(alikeChanges(made, describeIt).map(({ type, fields, places }) => [type, fields, places])).toEqual([
      ["CREATE", ["a", "b"], [1, 2]],
      ["CREATE", ["c"], [2]],
      ["DELETE", ["old"], [1, 2]],
      ["UPDATE", undefined, [1, 2]],
    ]);
  });
});
