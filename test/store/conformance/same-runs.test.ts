/** A workflow cannot tell whether its run is kept in memory or in a file, and neither can who goes on with it. */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { encodeValue, type RunOptions, type Status } from "../../../src/index.ts";
import { leftAfter } from "../../../src/testing/left-after.ts";
import type { StoreSubject } from "../../../src/testing/store-subject.ts";
import { clockOf } from "../../executor/clock-of.ts";
import { findings, withoutTime } from "../../executor/normalise.ts";
import { build, randomWorkflow } from "../../executor/workflow-arbitrary.ts";
import { memorySubject } from "./memory-subject.ts";
import { checkpointingSubject, sqliteSubject } from "./sqlite-subject.ts";

/** At concurrency 1 the journal itself; at more, the order of its records is the scheduler's. */
const told = (status: Status, concurrency: number): unknown =>
  concurrency === 1 ? withoutTime(status.records) : findings(status);

const resultsOf = (status: Status): unknown =>
  Array.from(status.executions(), ({ key, state, failure }) => [key, state, failure?.error.message]).concat(
    Object.entries(status.getResult()).map(([key, result]) => [key, "data", hexOf(encodeValue(result?.data).bytes)]),
  );

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const inBoth = <Value>(
  ask: (subject: StoreSubject) => Effect.Effect<Value, unknown, Scope.Scope>,
  inFile = sqliteSubject,
): Promise<readonly [memory: Value, sqlite: Value]> =>
  Effect.runPromise(
    Effect.all([Effect.scoped(Effect.flatMap(memorySubject, ask)), Effect.scoped(Effect.flatMap(inFile, ask))]),
  );

/** While no time passes the event loop gets no turn: which records are kept together is the same in both. */
const timeless = <Value, Failure>(run: Effect.Effect<Value, Failure>): Effect.Effect<Value, Failure> =>
  Effect.provideService(
    run,
    Clock.Clock,
    clockOf(() => 0),
  );

const onFailure = fc.constantFrom("continue", "stop");

test("a random workflow leaves the same journal and the same results in memory and in SQLite", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(randomWorkflow, onFailure, async (random, policy) => {
      // What a failure stops at a higher one is the scheduler's, too.
      const concurrency = policy === "stop" ? 1 : random.concurrency;
      const [memory, sqlite] = await inBoth((subject) =>
        Effect.gen(function* () {
          const { executor } = build(random, { onFailure: policy, concurrency, store: subject.open, runId: "r" });
          yield* executor.runEffect;
          const store = yield* subject.open;
          const kept = yield* store.results((yield* store.runs)[0]?.runId ?? ("r" as never));
          runs++;
          return [
            told(executor.status, concurrency),
            resultsOf(executor.status),
            Array.from(executor.status.executions(), ({ key }, at) => [key, encoded(kept.get(at)?.data)]),
          ];
        }),
      );
      expect(memory).toEqual(sqlite);
    }),
    { numRuns: 40 },
  );
  console.log(`${runs} runs`);
});

test.each([
  ["from its records", sqliteSubject],
  ["from a checkpoint", checkpointingSubject],
])(
  "killed after any record and resumed %s, a run is the same in memory and in SQLite, and has the results it would have had",
  async (_, inFile) => {
    let [kills, again] = [0, 0];
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.nat(), async (random, place) => {
        const options: RunOptions = { concurrency: 1 };
        const whole = build(random, options);
        await whole.executor.run();
        // All but the run's own end.
        const record = 1 + (place % (whole.executor.status.seq - 1));
        const [memory, sqlite] = await inBoth(
          (subject) =>
            Effect.gen(function* () {
              const left = yield* leftAfter(record, subject, (store) =>
                timeless(build(random, { ...options, store, runId: "r" }).executor.runEffect),
              );
              if (left === undefined) throw new Error(`the run was over before record ${record}`);
              const { executor, calls } = build(random, { ...options, store: left.open });
              yield* timeless(executor.resumeEffect("r"));
              kills++;
              again += calls.size;
              expect(resultsOf(executor.status)).toEqual(resultsOf(whole.executor.status));
              return [told(executor.status, 1), [...calls]];
            }),
          inFile,
        );
        expect(memory).toEqual(sqlite);
      }),
      { numRuns: 40 },
    );
    console.log(`${kills} kills, ${again} executions carried out after them`);
  },
);

const encoded = (data: unknown): string => hexOf(encodeValue(data).bytes);
