/** Wherever a run is left, and however many workers go on with it, it comes to what it would have been. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";

import { type RunId, Status, type StoreError, type StoreService } from "../../src/index.ts";
import { asEffect, atOnce, nowOf } from "../../src/journal/at-once.ts";
import { sqliteStore, verifyRun } from "../../src/store/sqlite/index.ts";
import { build, type RandomWorkflow, randomWorkflow } from "./workflow-arbitrary.ts";

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "left-anywhere-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const runId = "r" as RunId;

type Opened = Effect.Effect<StoreService, StoreError, Scope.Scope>;

/** One life of a process: its workers, whether anybody observes the run, and how many records it lives to keep. */
const life = fc.record({
  concurrency: fc.constantFrom(1, 1, 3),
  isObserved: fc.boolean(),
  records: fc.nat(25),
  /** Whether the transaction it dies in is kept. */
  isLastKept: fc.boolean(),
});

type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never;

/** A store whose owner dies when the run has more records than these; it keeps at once what a file does. */
const dyingAfter = (opened: Opened, records: number, isLastKept: boolean): Opened =>
  Effect.map(opened, (store): StoreService => ({
    ...store,
    own: (id) =>
      Effect.map(store.own(id), (run) => {
        const keep = nowOf(run.journal.append);
        const append = atOnce((batch: Parameters<typeof keep>[0]) => {
          if ((batch.at(-1)?.seq ?? 0) <= records) return keep(batch);
          return Effect.andThen(isLastKept ? asEffect(keep(batch)) : Effect.void, Effect.die("the process died"));
        });
        return { ...run, journal: { append } };
      }),
  }));

const inStore = <Value>(store: Opened, read: (opened: StoreService) => Effect.Effect<Value, unknown, Scope.Scope>) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(store, read)));

const isOver = (state: string): boolean => state === "Completed" || state === "Failed";

const atOnceOnly = (random: RandomWorkflow): RandomWorkflow => ({
  ...random,
  behaviours: random.behaviours.map((behaviour) => ({ ...behaviour, way: "sync" })),
});

/** What a run found out, whatever attempts it took and in whichever order. */
const comesTo = (status: Status): unknown => ({
  state: status.state,
  counts: [status.executionCounts, status.experimentCounts],
  executions: Array.from(status.executions(), ({ key, state, failure, schemaAfter }) => [
    key,
    state,
    failure?.error.message,
    schemaAfter,
  ]),
  changes: status.changes
    .map(({ experimentKey, type, target, before, after }) =>
      JSON.stringify([experimentKey, type, target, before, after]),
    )
    .toSorted(),
});

test("a run that was left, once or more, comes to what it does when it is not", { timeout: 120_000 }, async () => {
  let [resumed, fromCheckpoint] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      // Half of them of modules that nothing is waited for: what one worker does in one go is kept in one.
      fc.oneof(randomWorkflow, randomWorkflow.map(atOnceOnly)),
      fc.array(life, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(1, 1, 3),
      fc.integer({ min: 1, max: 40 }),
      async (random, lives, concurrency, checkpointRecords) => {
        const store = sqliteStore(join(folder, `${++files}.db`), { checkpointRecords });
        const stateNow = () => inStore(store, ({ runs }) => Effect.map(runs, (rows) => rows[0]?.state ?? "NotStarted"));
        const goOn = async (kept: Opened, options: Pick<Life, "concurrency" | "isObserved">) => {
          const { executor } = build(random, { store: kept, concurrency: options.concurrency, runId });
          if (options.isObserved) executor.observe(() => undefined);
          await ((await stateNow()) === "NotStarted" ? executor.run() : executor.resume(runId));
          return executor;
        };
        const deaths = new Set<string>();
        let records = 0;
        for (const { records: more, isLastKept, ...options } of lives) {
          records += more;
          const left = goOn(dyingAfter(store, records, isLastKept), options);
          await left.catch((thrown: unknown) => deaths.add(String(thrown)));
          if (isOver(await stateNow())) break;
        }
        expect(deaths).toEqual(new Set(deaths.size === 0 ? [] : ["the process died"]));
        const whole = build(random, { concurrency: 1 }).executor;
        await whole.run();
        const isLeft = !isOver(await stateNow());
        if (isLeft) resumed++;
        const from = await inStore(store, ({ own }) => Effect.map(own(runId), ({ checkpoint }) => checkpoint));
        if (from !== undefined) fromCheckpoint++;
        const last = isLeft ? await goOn(store, { concurrency, isObserved: false }) : undefined;
        const told = await inStore(store, (opened) => opened.records(runId));
        expect((last ?? whole).getResult()).toEqual(whole.getResult());
        expect(last?.status.records ?? told).toEqual(told);
        expect(comesTo(Status.fromJournal(told))).toEqual(comesTo(whole.status));
        expect((await Effect.runPromise(verifyRun(join(folder, `${files}.db`), runId))).problems).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
  console.log(`${resumed} went on, ${fromCheckpoint} of them from a checkpoint`);
  expect(resumed).toBeGreaterThan(20);
  expect(fromCheckpoint).toBeGreaterThan(5);
});
