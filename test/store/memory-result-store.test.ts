import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { memoryResultStore } from "../../src/store/memory-result-store.ts";
import { data, vandalise } from "./held-arbitrary.ts";

describe("the result store in memory", () => {
  test("is a map from executions to results, whatever its readers do with what they get", () => {
    const command = fc.oneof(
      fc.record({ does: fc.constant("put" as const), execution: fc.nat(4), data: fc.noShrink(fc.clone(data, 2)) }),
      fc.record({ does: fc.constantFrom("get", "release"), execution: fc.nat(4) }),
    );
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const store = memoryResultStore();
        const model = new Map<number, unknown>();
        for (const each of commands) {
          if (each.does === "put") {
            Effect.runSync(store.put(each.execution, { data: each.data[0], schema: null }));
            model.set(each.execution, each.data[1]);
          } else if (each.does === "release") {
            Effect.runSync(store.release(each.execution));
            model.delete(each.execution);
          } else vandalise(store.get(each.execution));
          for (const [execution, expected] of model)
            expect(store.get(execution)).toStrictEqual({ data: expected, schema: null });
          expect(store.get(5)).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  test("forgets how an earlier result of the execution was held", () => {
    const store = memoryResultStore();
    Effect.runSync(store.put(0, { data: new Date(0), schema: null }));
    Effect.runSync(store.put(0, { data: [1], schema: null }));
    expect(store.get(0)?.data).toBe(store.get(0)?.data);
  });
});
