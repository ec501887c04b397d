/** PETsARD 1.6.0's defects around failures, further runs and going back, each as a claim about runstate. */
import { expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { noAnswer } from "./thrown.ts";

test("08: the reference has no state for a failure, loses its text, and never runs the siblings after it; runstate records Failed with the error, and runs them", async () => {
  const workflow = defineWorkflow("failing")
    .module("Loader", { run: () => [{ a: 1 }] })
    .module("Evaluator", {
      run: ({ experimentName }) => {
        if (experimentName === "e2") throw new RangeError("no such metric", { cause: new Error("typo") });
        return experimentName;
      },
    })
    .module("Reporter", { run: ({ input }) => `report of ${input.data}` });
  const config = { Loader: { l: {} }, Evaluator: { e1: {}, e2: {}, e3: {} }, Reporter: { r: {} } };
  const executor = new Executor({ workflow, config });
  const outcome = await executor.run();
  const { status } = executor;

  expect(outcome).toMatchObject({ state: "Failed", reason: "error", experiments: { Completed: 2, Failed: 1 } });
  expect(status.isCompleted()).toBe(false);
  const failed = "Loader[l]_Evaluator[e2]";
  expect(status.getExecution(failed)).toMatchObject({
    state: "Failed",
    failure: { reason: "error", error: { name: "RangeError", message: "no such metric", cause: { message: "typo" } } },
  });
  expect(status.getFailures()).toMatchObject([{ key: failed, blocked: 1, error: { message: "no such metric" } }]);
  expect(status.getExecution(`${failed}_Reporter[r]`)).toMatchObject({ state: "NotStarted", blockedBy: failed });
  expect(Object.entries(status.getResult()).map(([key, result]) => [key, result?.data])).toEqual([
    ["Loader[l]_Evaluator[e1]_Reporter[r]", "report of e1"],
    ["Loader[l]_Evaluator[e3]_Reporter[r]", "report of e3"],
  ]);
  expect(status.getSnapshots({ experimentKey: failed }).map(({ phase }) => phase)).toEqual(["before", "transition"]);
  expect(status.getTiming().filter({ experimentKey: failed }).records).toMatchObject([
    { experimentName: "e2", state: "Failed" },
  ]);
});

test("09: the reference's run() after a failure skips what failed and runs its child on a sibling's state; runstate's is a new run that executes everything (resume goes on with a run that was left)", async () => {
  let repaired = false;
  const ran: string[] = [];
  const workflow = defineWorkflow("again")
    .module("Loader", {
      run: ({ experimentName }) => {
        ran.push(experimentName);
        if (experimentName === "l2" && !repaired) throw new Error("no file");
        return `data of ${experimentName}`;
      },
    })
    .module("Synthesizer", {
      run: ({ input, upstream, experimentKey }) => {
        ran.push(experimentKey);
        return [input.data, upstream("Loader").data];
      },
    });
  const executor = new Executor({ workflow, config: { Loader: { l1: {}, l2: {}, l3: {} }, Synthesizer: { s: {} } } });
  const everything = ["l1", "l2", "l3"].flatMap((l) => [l, `Loader[${l}]_Synthesizer[s]`]);

  expect((await executor.run()).state).toBe("Failed");
  const first = executor.status;
  expect(ran.splice(0)).toEqual(everything.filter((name) => name !== "Loader[l2]_Synthesizer[s]"));
  expect(noAnswer(() => first.getResult("Loader[l2]_Synthesizer[s]"))).toBe("blocked");

  repaired = true;
  expect((await executor.run()).state).toBe("Completed");
  expect(ran.splice(0)).toEqual(everything);
  for (const l of ["l1", "l2", "l3"] as const) {
    const own = `data of ${l}`;
    expect(executor.getResult(`Loader[${l}]_Synthesizer[s]`).data).toEqual([own, own]);
  }
  expect(executor.status.runId).not.toBe(first.runId);
  expect(first.state).toBe("Failed");
  expect(Object.keys(first.getResult())).toHaveLength(2);

  expect((await executor.run()).executions.Completed).toBe(6);
  expect(ran).toEqual(everything);
});

test("10: the reference's restore sets one module's metadata, and none from the Synthesizer on; runstate's statusAt shows the whole run as it was at any snapshot (fork goes on from there)", async () => {
  const workflow = defineWorkflow("past")
    .module("Loader", { run: ({ experimentName }) => [{ [experimentName]: 1 }] })
    .module("Synthesizer", { run: ({ input }) => input.data })
    .module("Reporter", { run: () => "report" });
  const executor = new Executor({
    workflow,
    config: { Loader: { l1: {}, l2: {} }, Synthesizer: { s: {} }, Reporter: { r1: {}, r2: {} } },
  });
  await executor.run();
  const { status } = executor;
  const order = [...status.executions()].map(({ key }) => key);
  const now = status.seq;

  for (const [nth, { snapshotId, experimentKey, phase, metadata }] of status.snapshots.entries()) {
    const { schemaBefore, schemaAfter } = metadata;
    const then = status.statusAt(snapshotId);
    const completed = phase === "after" ? order.indexOf(experimentKey) + 1 : order.indexOf(experimentKey);
    const states = [...then.executions()].map(({ state }) => state);
    expect(states).toEqual(
      order.map((_, i) => {
        if (i < completed) return "Completed";
        return i === completed && phase === "before" ? "InProgress" : "NotStarted";
      }),
    );
    expect(then.snapshots).toEqual(status.snapshots.slice(0, nth + 1));
    expect(then.getStatusSummary()).toMatchObject({ lastSnapshot: snapshotId, totalSnapshots: nth + 1 });
    expect(then.getSnapshotById(snapshotId)?.metadata).toEqual({ schemaBefore, schemaAfter });
    expect([...then.executions()].filter(({ schemaAfter: kept }) => kept !== undefined)).toHaveLength(completed);
  }
  expect(status.seq).toBe(now);
  for (const unknown of ["", "snapshot_000001", `${status.runId}:${now + 1}`, `${status.runId}:-1`, "other:3"])
    expect(noAnswer(() => status.statusAt(unknown))).toBe("unknown-id");
});
