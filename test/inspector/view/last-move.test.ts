import { describe, expect, test } from "vitest";
import type { InspectionEvent } from "xstate";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import type { Move } from "../../../src/inspector/chart/taken-edges.ts";
import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { isMachineSnapshot, machineOf } from "../../../src/inspector/server/machine-snapshot.ts";
import { lastMoveOfExecution, lastMoveOfExperiment, lastMoveOfRun } from "../../../src/inspector/view/last-move.ts";
import { columnsOf } from "../columns-of.ts";

const workflow = defineWorkflow("moved")
  .module("Loader", { run: () => 1 })
  .module("Fitter", {
    retry: { times: 1 },
    run: ({ experimentName, attempt }) => {
      if (experimentName === "bad" || (experimentName === "flaky" && attempt === 1)) throw new Error("no");
      return 1;
    },
  });
const config = { Loader: { one: {} }, Fitter: { good: {}, flaky: {}, bad: {} } };

describe("the last move of a machine, as the journal tells it", () => {
  test("is the one its actor made, of the run, of every experiment and of every execution", async () => {
    /** By machine, per actor in the order they began: the states it was in, and its last move. */
    const actors = new Map<string, Map<string, { active: readonly string[]; move: Move | undefined }>>();
    const hear = (event: InspectionEvent): void => {
      if (event.type !== "@xstate.snapshot" || !isMachineSnapshot(event.snapshot)) return;
      const id = machineOf(event.actorRef)?.id ?? "";
      const known = actors.get(id) ?? new Map<string, { active: readonly string[]; move: Move | undefined }>();
      actors.set(id, known);
      const last = known.get(event.actorRef.sessionId);
      const active = event.snapshot._nodes.map((node) => node.id);
      const { type } = event.event;
      const isMove = last !== undefined && (String(last.active) !== String(active) || type === "module.retry");
      known.set(event.actorRef.sessionId, { active, move: isMove ? { event: type, before: last.active } : last?.move });
    };
    const executor = new Executor({ workflow, config, actors: "machine", inspect: hear });
    await executor.run();
    const fold = new RunFold(columnsOf(executor.status.records));
    fold.seek(executor.status.seq);
    const movesOf = (machine: string) => Array.from(actors.get(machine)?.values() ?? [], ({ move }) => move);
    expect(movesOf("run")).toEqual([lastMoveOfRun(fold)]);
    expect(movesOf("experiment")).toEqual([0, 1, 2].map((experiment) => lastMoveOfExperiment(fold, experiment)));
    expect(movesOf("module")).toEqual([0, 1, 2, 3].map((execution) => lastMoveOfExecution(fold, execution)));
    const { records } = executor.status;
    const seek = (type: string, execution: number): Move | undefined => {
      fold.seek(
        records.find((record) => record.type === type && "execution" in record && record.execution === execution)
          ?.seq ?? 0,
      );
      return lastMoveOfExecution(fold, execution);
    };
    expect(seek("module.started", 2)).toEqual({ event: "module.start", before: ["module", "module.NotStarted"] });
    expect(seek("module.retried", 2)).toEqual({ event: "module.retry", before: ["module", "module.InProgress"] });
    fold.seek(1);
    expect(lastMoveOfRun(fold)).toEqual({ event: "run.start", before: ["run", "run.NotStarted"] });
    fold.seek(0);
    expect([lastMoveOfRun(fold), lastMoveOfExperiment(fold, 0), lastMoveOfExecution(fold, 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
