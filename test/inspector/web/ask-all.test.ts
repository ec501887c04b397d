import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { askAll } from "../../../src/inspector/web/ask-all.ts";

const forever = new AbortController().signal;
const someTurns = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
};

describe("asking for all", () => {
  test("asks for each once, in order, and never for more at a time than it may", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 5 }), async (turns, atOnce) => {
        let [inFlight, most] = [0, 0];
        const asked: number[] = [];
        const places = turns.map((_, place) => place);
        const ask = async (place: number): Promise<void> => {
          asked.push(place);
          most = Math.max(most, ++inFlight);
          await someTurns(turns[place] ?? 0);
          inFlight--;
        };
        await askAll(places, atOnce, ask, forever);
        expect(asked).toEqual(places);
        expect(inFlight).toBe(0);
        expect(most).toBe(Math.min(atOnce, turns.length));
      }),
    );
  });

  test("begins nothing more once it is stopped, or one has failed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 4 }), fc.boolean(), async (last, atOnce, fails) => {
        const stop = new AbortController();
        const asked: number[] = [];
        const ask = async (place: number): Promise<void> => {
          asked.push(place);
          await someTurns(1);
          if (place !== last) return;
          if (fails) throw new Error("refused");
          stop.abort();
        };
        const all = askAll(
          Array.from({ length: 40 }, (_, place) => place),
          atOnce,
          ask,
          stop.signal,
        );
        const end = await all.then(
          () => "done",
          (thrown: unknown) => String(thrown),
        );
        expect(end).toBe(fails ? "Error: refused" : "done");
        expect(asked.length).toBeLessThanOrEqual(last + atOnce);
      }),
    );
  });
});
