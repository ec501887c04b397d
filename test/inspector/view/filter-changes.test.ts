import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { changedName } from "../../../src/inspector/view/describe-change.ts";
import { filterChanges } from "../../../src/inspector/view/filter-changes.ts";
import { diffSchemas } from "../../../src/schema/diff-schemas.ts";
import { schema } from "../../../src/testing/index.ts";
import { describeSchema } from "../../../src/index.ts";

const changes = fc.tuple(schema(), schema()).map(([before, after]) => diffSchemas(before, after)?.changes ?? []);

describe("a filter of changes", () => {
  test("splits them by type, and lets all through when it is empty", () => {
    fc.assert(
      fc.property(changes, (all) => {
        expect(filterChanges(all, { text: "", type: "" })).toEqual(all);
        const types = ["CREATE", "UPDATE", "TRANSFORM", "DELETE"] as const;
        const parts = types.flatMap((type) => filterChanges(all, { text: "", type }));
        expect(parts).toHaveLength(all.length);
        expect(new Set(parts)).toEqual(new Set(all));
      }),
    );
  });

  test("finds each change by any part of its name, in any case", () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.nat(), (all, from, length) => {
        for (const change of all) {
          const name = changedName(change);
          const start = from % (name.length + 1);
          const text = name.slice(start, start + (length % 5));
          expect(filterChanges(all, { text, type: change.type })).toContain(change);
          expect(filterChanges(all, { text: `${name}\u0000`, type: "" })).not.toContain(change);
        }
      }),
    );
  });

  test("finds a renamed column by either name", () => {
    const [before, after] = [describeSchema([{ city: "a", n: 1 }]), describeSchema([{ town: "a", n: 1 }])];
    const all = diffSchemas(before, after, { renamed: { city: "town" } })?.changes ?? [];
    expect(all).toHaveLength(1);
    for (const text of ["CITY", "tow"]) expect(filterChanges(all, { text, type: "UPDATE" })).toEqual(all);
  });
});
