import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { stateVisits } from "../../../src/inspector/view/state-visits.ts";

describe("the visits of states", () => {
  test("count every time a state was come into, and not that it was stayed in", () => {
    const moves = [
      ["m", "m.idle"],
      ["m", "m.busy"],
      ["m", "m.busy"],
      ["m", "m.idle"],
      ["m", "m.busy"],
    ];
    expect(Array.from(stateVisits(moves.map((active) => ({ active }))))).toEqual([
      ["m", 1],
      ["m.idle", 2],
      ["m.busy", 2],
    ]);
  });

  test("are at most the moves, and at least one of every state that was active", () => {
    const anyMoves = fc.array(fc.record({ active: fc.uniqueArray(fc.constantFrom<string[]>("a", "b", "c")) }));
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const visits = stateVisits(moves);
        expect(new Set(visits.keys())).toEqual(new Set(moves.flatMap(({ active }) => active)));
        for (const [id, count] of visits) {
          const times = moves.filter(({ active }) => active.includes(id)).length;
          expect(count).toBeGreaterThanOrEqual(1);
          expect(count).toBeLessThanOrEqual(times);
        }
      }),
    );
  });
});
