import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, memoryStore, type Status } from "../../../src/index.ts";
import { LawBroken, type LiveExecutor, statusCommands, StatusModel } from "../../../src/testing/index.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const config = { Loader: { one: { n: 1 }, none: { n: 0 } }, Divider: { a: {}, b: {} }, Adder: { x: {} } };

/** Modules that settle when `later` says; one experiment of them fails. */
const executorWith = (later: (label: string) => Promise<unknown>, concurrency: number, kept = false) => {
  const workflow = defineWorkflow("live")
    .module("Loader", {
      run: async ({ params, experimentKey }) => {
        await later(experimentKey);
        return Number(params["n"]);
      },
    })
    .module("Divider", {
      run: async ({ input, experimentKey }) => {
        await later(experimentKey);
        if (input.data === 0 && experimentKey.endsWith("[b]")) throw new Error("divided by nothing");
        return [{ half: input.data / 2 }];
      },
    })
    .module("Adder", { run: ({ input }) => input.data.map((row) => ({ ...row, one: 1 })) });
  return new Executor({ workflow, config, concurrency, ...(kept && { store: memoryStore() }) });
};

/** Long enough for commands to be carried out in the meantime. */
const someTurns = (): Promise<void> => Effect.runPromise(Effect.repeat(Effect.yieldNow, { times: 4 }));

describe("commands over a live executor", () => {
  test.each([1, 3])("find nothing, with %i workers", async (concurrency) => {
    await fc.assert(
      fc.asyncProperty(statusCommands(), fc.boolean(), async (commands, kept) => {
        const real = executorWith(() => Promise.resolve(), concurrency, kept);
        await fc.asyncModelRun(() => ({ model: new StatusModel(), real }), commands);
      }),
    );
  });

  test("find nothing while a scheduler decides which module settles when", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), statusCommands({ scheduled: true }), async (scheduler, commands) => {
        const real = executorWith((label) => scheduler.schedule(Promise.resolve(), label), 3);
        await fc.scheduledModelRun(scheduler, () => ({ model: new StatusModel(), real }), commands);
      }),
      { numRuns: 50 },
    );
  });

  test("come to every moment of a run: before it, in it, after it, and in the next one", async () => {
    const moments = new Set<string>();
    await fc.assert(
      fc.asyncProperty(statusCommands(), async (commands) => {
        const real = executorWith(someTurns, 2);
        const told: LiveExecutor = {
          run: () => real.run(),
          cancel: () => real.cancel(),
          get status() {
            moments.add(real.status.failure ?? real.status.state);
            return real.status;
          },
        };
        await fc.asyncModelRun(() => ({ model: new StatusModel(), real: told }), commands);
      }),
      { numRuns: 200 },
    );
    expect([...moments].toSorted()).toEqual(["InProgress", "NotStarted", "cancelled", "error"]);
  });
});

describe("a defect of a status is found", () => {
  /** An executor that tells another status than it has. */
  const find = async (defect: (status: Status) => Status): Promise<string> => {
    const found = await fc.check(
      fc.asyncProperty(statusCommands(), async (commands) => {
        const real = executorWith(() => Promise.resolve(), 2);
        const lying: LiveExecutor = {
          run: () => real.run(),
          cancel: () => real.cancel(),
          get status() {
            return defect(real.status);
          },
        };
        await fc.asyncModelRun(() => ({ model: new StatusModel(), real: lying }), commands);
      }),
    );
    const { errorInstance, counterexample } = found;
    const commands = Array.from(counterexample?.[0] ?? [], String).join();
    return errorInstance instanceof LawBroken ? `${errorInstance.subject} after ${commands}` : "nothing";
  };

  const overridden = (status: Status, members: Record<string, unknown>): Status =>
    new Proxy(status, {
      get: (target, name) => {
        const member: unknown = name in members ? members[String(name)] : Reflect.get(target, name, target);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });

  test("that says it completed when it failed", async () => {
    expect(await find((status) => overridden(status, { isCompleted: () => status.isOver() }))).toMatch(
      /^isCompleted\(\) after .*run\(\)/u,
    );
  });

  test("that loses a snapshot", async () => {
    const found = await find((status) => overridden(status, { snapshots: status.snapshots.slice(1) }));
    expect(found).toMatch(/^the number of snapshots after .*run\(\)/u);
  });

  test("that goes back to an earlier record", async () => {
    // Every second time it is asked, once the run is under way.
    let asked = 0;
    const found = await find((status) => (status.seq > 4 && asked++ % 2 === 1 ? status.statusAt(3) : status));
    expect(found).toMatch(/^(?:the last record|the state of the outcome|run\(\) while it runs) after .*run\(\)/u);
  });
});
