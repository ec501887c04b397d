/** One of several processes on one store: says when it is ready, begins when it is told to, and says how it went. */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Scope from "effect/Scope";

import { Status, StoreLocked, type StoreService } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { referenceExecutor } from "../crash/reference-run.ts";

const [work = "run", path = "", calls = "", runId = "", count = "1"] = process.argv.slice(2);

const told = new Promise<void>((resolve) => {
  process.stdin.once("data", () => resolve());
});

const run = async (): Promise<unknown> => {
  // A resumed run, or one of its own.
  const executor = referenceExecutor({ path, calls, concurrency: 2, pauseMs: 5, ...(work === "run" && { runId }) });
  try {
    const { state } = await (work === "run" ? executor.run() : executor.resume(runId));
    return { state, records: executor.status.seq };
  } catch (thrown) {
    if (thrown instanceof StoreLocked) return { locked: thrown.owner };
    return { refused: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : "no error" };
  }
};

/** So many connections, each asking again and again until the file `<path>.over` is there, and once more. */
const readers = async (): Promise<unknown> => {
  const scope = Scope.makeUnsafe();
  const open = Effect.provideService(sqliteStore(path, { readOnly: true }), Scope.Scope, scope);
  const stores: StoreService[] = [];
  for (let n = 0; n < Number(count); n++) stores.push(await Effect.runPromise(open));
  const seen = stores.map(() => 0);
  let reads = 0;
  for (let isLast = false; !isLast;) {
    isLast = existsSync(`${path}.over`);
    await Promise.all(
      stores.map(async (store, n) => {
        for (const found of await Effect.runPromise(store.runs)) {
          const records = await Effect.runPromise(store.records(found.runId));
          // The fold refuses a gap; the rows were read before.
          const { seq } = Status.fromJournal(records);
          if (seq < found.records) throw new Error(`${seq} records, and the row had counted ${found.records}`);
          if (found.runId === runId) {
            if (seq < (seen[n] ?? 0)) throw new Error(`${seq} records, and there had been ${seen[n]}`);
            seen[n] = seq;
          }
          reads++;
        }
      }),
    );
    await sleep(1);
  }
  await Effect.runPromise(Scope.close(scope, Exit.void));
  return { reads, seen: Math.min(...seen) };
};

const open = async (): Promise<unknown> => {
  const opened = Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.runs));
  return { runs: (await Effect.runPromise(opened)).length };
};

process.stdout.write("ready\n");
await told;
const went = await (work === "read" ? readers() : work === "open" ? open() : run());
process.stdout.write(JSON.stringify(went));
process.stdin.destroy();
