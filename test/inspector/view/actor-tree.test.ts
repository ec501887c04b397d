import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { ActorLine } from "../../../src/inspector/protocol/relay-api.ts";
import { placeActors, visibleActors } from "../../../src/inspector/view/actor-tree.ts";

const id = fc.nat(12).map((place) => `x:${place}`);
const actors: fc.Arbitrary<readonly ActorLine[]> = fc.uniqueArray(
  fc.record(
    {
      sessionId: id,
      name: fc.constantFrom("fit", "load"),
      parent: id,
      status: fc.constantFrom("active", "error" as const),
    },
    { requiredKeys: ["sessionId", "name", "status"] },
  ),
  { selector: ({ sessionId }) => sessionId },
);

const everything = { text: "", failed: false };
const open = (): boolean => false;

describe("the tree of actors", () => {
  test("has every actor once, directly below its parent or beginning a tree, whatever parents are told", () => {
    fc.assert(
      fc.property(actors, (given) => {
        const rows = visibleActors(placeActors(given), open, everything);
        expect(rows.map(({ actor }) => actor.sessionId).toSorted()).toEqual(
          given.map(({ sessionId }) => sessionId).toSorted(),
        );
        const above: string[] = [];
        for (const { actor, depth } of rows) {
          above[depth] = actor.sessionId;
          expect(depth === 0 || actor.parent === above[depth - 1]).toBe(true);
        }
        // Only in a circle of parents does one begin a tree although its parent is known.
        const known = new Set(given.map(({ sessionId }) => sessionId));
        const begins = rows.filter(({ actor }) => actor.parent === undefined || !known.has(actor.parent));
        expect(begins.filter(({ depth }) => depth > 0)).toEqual([]);
      }),
    );
  });

  test("hides what is below the closed ones, and shows what the filter lets through with all above it", () => {
    fc.assert(
      fc.property(actors, fc.array(id), (given, closed) => {
        const placed = placeActors(given);
        const all = visibleActors(placed, open, everything);
        const shown = visibleActors(placed, (each) => closed.includes(each), everything);
        let hiddenBelow = Infinity;
        const expected = all.filter(({ actor, depth }) => {
          if (depth > hiddenBelow) return false;
          hiddenBelow = closed.includes(actor.sessionId) ? depth : Infinity;
          return true;
        });
        expect(shown.map(({ actor }) => actor)).toEqual(expected.map(({ actor }) => actor));
        const failed = visibleActors(placed, () => true, { text: "", failed: true });
        const failures = all.filter(({ actor }) => actor.status === "error").map(({ actor }) => actor);
        expect(failed.map(({ actor }) => actor)).toEqual(expect.arrayContaining(failures));
        for (const [place, { actor, depth }] of failed.entries())
          expect(actor.status === "error" || (failed[place + 1]?.depth ?? 0) > depth).toBe(true);
      }),
    );
  });

  test("is placed of a chain of ten thousand", () => {
    const chain = Array.from({ length: 10_000 }, (_, place): ActorLine => ({
      sessionId: `x:${place}`,
      name: "a",
      status: "active",
      ...(place > 0 && { parent: `x:${place - 1}` }),
    }));
    expect(placeActors(chain).at(-1)?.depth).toBe(9999);
  });
});
