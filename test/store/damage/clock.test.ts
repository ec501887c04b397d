/** The clock of the machine is set back, and forth, while a run is kept. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import { afterAll, expect, test } from "vitest";

import { clockOf } from "../../executor/clock-of.ts";
import { Status, type StoreService } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { factsOf, referenceExecutor } from "../crash/reference-run.ts";

const folder = mkdtempSync(join(tmpdir(), "clock-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A clock that goes an hour back each time it is asked, and a monotonic one that is set back too. */
const backwards = (): Clock.Clock => {
  let ms = 1_700_000_000_000;
  const now = (): number => (ms -= 3_600_000);
  return clockOf(now, () => BigInt(now()) * 1_000_000n);
};

test("a clock that goes backwards changes the times of a kept run, and nothing else", async () => {
  const place = (name: string) => ({ path: join(folder, `${name}.db`), calls: join(folder, name), concurrency: 1 });
  const usual = referenceExecutor({ ...place("usual"), runId: "r1" });
  await usual.run();
  const { path, ...run } = place("backwards");
  const executor = referenceExecutor({ path, ...run, runId: "r1" });
  await Effect.runPromise(Effect.provideService(executor.runEffect, Clock.Clock, backwards()));
  expect(factsOf(executor)).toEqual(factsOf(usual));

  const read = Effect.flatMap(sqliteStore(path, { readOnly: true }), (store: StoreService) =>
    Effect.all([store.runs, store.records("r1" as Parameters<typeof store.records>[0])]),
  );
  const [[listed], records] = await Effect.runPromise(Effect.scoped(read));
  expect(records.map(({ seq }) => seq)).toEqual(records.map((_, at) => at + 1));
  expect(records.some(({ at }, n) => at < (records[n - 1]?.at ?? 0))).toBe(true);
  const status = Status.fromJournal(records);
  const durations = Array.from(status.getTiming(), ({ durationSeconds }) => durationSeconds);
  expect(durations.length).toBeGreaterThan(14);
  expect(durations.filter((seconds) => !(seconds >= 0))).toEqual([]);
  expect(listed).toMatchObject({ records: records.length, updatedAt: records.at(-1)?.at });
  expect((await Effect.runPromise(verifyRun(path, "r1"))).problems).toEqual([]);
});
