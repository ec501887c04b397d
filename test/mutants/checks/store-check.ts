import * as Effect from "effect/Effect";

import { storeSuite } from "../../../src/testing/index.ts";
import { memorySubject } from "../../store/conformance/memory-subject.ts";
import type { Check } from "./check.ts";

/** Everything a store has to do, asked of the one in memory. */
export const storeCheck: Check = {
  name: "the suite of stores",
  find: async () => {
    for (const [at, { claim, holds }] of storeSuite(memorySubject).entries())
      try {
        await Effect.runPromise(holds);
      } catch (thrown) {
        const found = thrown instanceof Error ? thrown.message : String(thrown);
        return { law: `a store ${claim}`, found, runs: at + 1, size: "its own case" };
      }
    return undefined;
  },
};
