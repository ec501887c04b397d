import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  type Change,
  defineWorkflow,
  Executor,
  type Snapshot,
  Status,
  StatusError,
  type TimingRecord,
  TimingTable,
} from "../../src/index.ts";
import type { NamedPlace } from "../../src/status/known-names.ts";
import { lifecycleStates } from "../../machines/lifecycle.ts";
import { type Built, build, randomWorkflow } from "../executor/workflow-arbitrary.ts";

const ran = async (random: Parameters<typeof build>[0]): Promise<Built> => {
  const built = build(random);
  await built.executor.run();
  return built;
};

const reason = (ask: () => unknown): unknown => {
  try {
    ask();
    return "answered";
  } catch (thrown) {
    return thrown instanceof StatusError ? thrown.reason : thrown;
  }
};

describe("a filter", () => {
  test("keeps exactly the snapshots, changes and timings that equal it in every given part, of names the run has", async () => {
    const part = fc.record(
      {
        moduleName: fc.constantFrom("A", "B", "C", "nobody"),
        experimentName: fc.constantFrom("x", "__proto__", "constructor", "10"),
        phase: fc.constantFrom("before", "after", "transition"),
        type: fc.constantFrom("CREATE", "UPDATE", "DELETE", "TRANSFORM"),
        field: fc.constantFrom("a", "b", "nothing"),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(randomWorkflow, part, async (random, { phase, type, field, ...names }) => {
        const { status } = (await ran(random)).executor;
        const isNamed = (item: Snapshot | Change | TimingRecord): boolean =>
          (names.moduleName === undefined || item.moduleName === names.moduleName) &&
          (names.experimentName === undefined || item.experimentName === names.experimentName);
        const asks = [
          () => status.getSnapshots(names),
          () => status.getChangeHistory(names),
          () => status.getTiming().filter(names).records,
        ];
        const within = status.plan.modules.filter(
          ({ moduleName }) => names.moduleName === undefined || moduleName === names.moduleName,
        );
        const isKnown = (name: string): boolean => within.some(({ experiments }) => experiments.includes(name));
        const refusal =
          within.length === 0
            ? "unknown-module"
            : names.experimentName !== undefined && !isKnown(names.experimentName)
              ? "unknown-experiment"
              : undefined;
        for (const ask of asks) expect(reason(ask)).toBe(refusal ?? "answered");
        if (refusal !== undefined) return;
        expect(status.getTiming().filter(names).records).toEqual(status.getTiming().records.filter(isNamed));
        expect(status.getSnapshots({ ...names, ...(phase && { phase }) })).toEqual(
          status.snapshots.filter((snapshot) => isNamed(snapshot) && (phase === undefined || snapshot.phase === phase)),
        );
        expect(
          status.getChangeHistory({ ...names, ...(type && { type }), ...(field !== undefined && { field }) }),
        ).toEqual(
          status.changes.filter(
            (change) =>
              isNamed(change) &&
              (type === undefined || change.type === type) &&
              (field === undefined || (change.target.kind === "field" && change.target.path.includes(field))),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("a part that nothing has", () => {
  const status = new Status();

  test.each<readonly [string, (part: string) => unknown, string]>([
    ["of snapshots", (part) => status.getSnapshots({ [part]: "Loader" }), "moduleName"],
    ["of changes", (part) => status.getChangeHistory({ [part]: "Loader" }), "moduleName"],
    ["of timings", (part) => status.getTiming().filter({ [part]: "Loader" }), "moduleName"],
    ["of timings of no run", (part) => new TimingTable([]).filter({ [part]: "Loader" }), "moduleName"],
    ["to group timings by", (part) => status.getTiming().groupBy(part as "moduleName"), "moduleName"],
  ])("is refused, and the nearest is named: %s", (_, ask, near) => {
    expect(reason(() => ask("modulName"))).toBe("unknown-part");
    expect(() => ask("modulName")).toThrow(`modulName: there is no such part. Did you mean ${near}?`);
    expect(() => ask("constructor")).toThrow("constructor: there is no such part. There are moduleName, ");
  });

  test("is refused where a filter is given as a text", () => {
    expect(reason(() => status.getSnapshots("Loader" as never))).toBe("unknown-part");
  });
});

describe("a name that the run does not have", () => {
  const executor = new Executor({
    workflow: defineWorkflow("named")
      .module("Loader", { run: () => [{ a: 1 }] })
      .module("Reporter", { run: () => 1 }),
    config: { Loader: { adult: {}, bank: {} }, Reporter: { csv: {} } },
  });
  const { status } = executor;
  const lists: readonly ((filter: NamedPlace) => Iterable<unknown>)[] = [
    (filter) => status.getSnapshots(filter),
    (filter) => status.getChangeHistory(filter),
    (filter) => status.getTiming().filter(filter),
    (filter) => executor.getTiming().filter({}).filter(filter),
  ];

  test.each<[string, NamedPlace, string]>([
    ["a module", { moduleName: "Lodaer" }, "Lodaer: the run has no such module. Did you mean Loader?"],
    [
      "one that is like none",
      { moduleName: "Trainer" },
      "Trainer: the run has no such module. There are Loader, Reporter.",
    ],
    ["an experiment", { experimentName: "adlut" }, "adlut: the run has no such experiment. Did you mean adult?"],
    [
      "an experiment of another module",
      { moduleName: "Reporter", experimentName: "adult" },
      "adult: Reporter has no such experiment. There are csv.",
    ],
    [
      "a key",
      { experimentKey: "Loader[adult]_Reporter[cvs]" },
      "Loader[adult]_Reporter[cvs]: the run has no such execution. Did you mean Loader[adult]_Reporter[csv]?",
    ],
  ])("is refused before and after the run, and the nearest that it has is named: %s", async (_, filter, message) => {
    for (const list of lists) expect(() => list(filter)).toThrow(message);
    await executor.run();
    for (const list of lists) expect(() => list(filter)).toThrow(message);
  });

  test("is refused of a run that has not begun, as none is known of it", () => {
    for (const ask of [
      () => new Status().getSnapshots({ moduleName: "Loader" }),
      () => new Status().getPreModule("Loader"),
    ])
      expect(ask).toThrow("Loader: the run has no such module. There are none, as far as is known.");
  });

  test("is told from names that it has, and that do not go together", () => {
    for (const list of [status.getSnapshots({ moduleName: "Reporter", experimentKey: "Loader[bank]" })])
      expect(list).toEqual([]);
  });

  test("is not asked for by a part that is undefined", async () => {
    await executor.run();
    const unset: NamedPlace = { moduleName: undefined, experimentName: undefined, experimentKey: undefined };
    for (const list of lists) expect(Array.from(list(unset))).toEqual(Array.from(list({})));
  });

  test("is not looked for among what modules say as they run: columns and steps", async () => {
    expect(status.getChangeHistory({ field: "nobody's" })).toEqual([]);
    expect(status.getTiming().filter({ stepName: "nobody's" }).records).toEqual([]);
  });
});

describe("a question about a path", () => {
  test("is answered from that path alone", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor, plan } = await ran(random);
        const { status } = executor;
        for (const { index, path, depth, moduleName } of plan.executions()) {
          const view = [...status.executions()][index];
          const key = view?.key ?? "";
          expect(status.getExecution(key)).toEqual(view);
          expect(status.getState(key)).toBe(view?.state);
          expect([...status.getFullExperiment(key)]).toEqual(path);
          expect([...status.getFullExperiment(key, plan.sequence[0])]).toEqual(path.slice(0, 1));
          expect(status.getPreModule(moduleName)).toBe(depth === 0 ? undefined : plan.sequence[depth - 1]);
          const stages = plan.sequence.flatMap((name) => status.getMetadataEvolution(name, key));
          expect(stages.map((stage) => stage.experimentKey)).toEqual(
            [...status.executions()]
              .filter((each) => each.state === "Completed" && isAbove(each.key, key))
              .map((each) => each.key),
          );
          expect(reason(() => status.getMetadata(key))).toBe(
            { Completed: "answered", Failed: "failed", NotStarted: "blocked", InProgress: "" }[
              view?.state ?? "InProgress"
            ],
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  test("is one of those in its state, and all of them are in one", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.nat(), async (random, at) => {
        const { executor } = await ran(random);
        const status = executor.status.statusAt(at % (executor.status.seq + 1));
        const inStates = lifecycleStates.map((state) => [...status.executions(state)]);
        expect(inStates.map(({ length }) => length)).toEqual(
          lifecycleStates.map((state) => status.executionCounts[state]),
        );
        expect(inStates.flat().toSorted((a, b) => a.execution - b.execution)).toEqual([...status.executions()]);
        lifecycleStates.forEach((state, place) => {
          expect(inStates[place]?.filter((view) => view.state !== state)).toEqual([]);
        });
      }),
      { numRuns: 30 },
    );
  });

  test("that the run does not know is refused, with the nearest one it knows", async () => {
    const { executor } = await ran(
      fc.sample(randomWorkflow, { numRuns: 1, seed: 3 })[0] as Parameters<typeof build>[0],
    );
    const { status } = executor;
    for (const ask of [
      () => status.getExecution("Z[z]"),
      () => status.getResult("Z[z]"),
      () => status.getState(""),
      () => status.getMetadata("A"),
    ])
      expect(reason(ask)).toBe("unknown-key");
    for (const ask of [() => status.getPreModule("Z"), () => status.getMetadataEvolution("__proto__")])
      expect(reason(ask)).toBe("unknown-module");
  });
});

const isAbove = (key: string, below: string): boolean => key === below || below.startsWith(`${key}_`);

describe("a status of nothing", () => {
  test("is empty, and answers every list and count", () => {
    const status = new Status();
    expect([status.runId, status.state, status.seq, status.isCompleted(), status.isOver()]).toEqual([
      undefined,
      "NotStarted",
      0,
      false,
      false,
    ]);
    expect([status.snapshots, status.changes, status.getTiming().records, status.getFailures()]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(status.getResult()).toEqual({});
    expect(status.getStatusSummary()).toMatchObject({ totalSnapshots: 0, lastSnapshot: null, lastChange: null });
    expect(status.getTiming().groupBy("moduleName")).toEqual([]);
  });
});

describe("an experiment", () => {
  test("is Failed as soon as one of its modules is, while its last execution never starts", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w")
        .module("Loader", {
          run: () => {
            throw new Error("no file");
          },
        })
        .module("Reporter", { run: () => 1 }),
      config: { Loader: { a: {} }, Reporter: { r: {} } },
    });
    await executor.run();
    expect(executor.status.getState("Loader[a]_Reporter[r]")).toBe("NotStarted");
    expect(executor.status.getExperimentState("Loader[a]_Reporter[r]")).toBe("Failed");
    const status: Status = executor.status;
    expect(() => status.getExperimentState("Loader[a]")).toThrow("an experiment goes down to the last module");
    expect(() => status.getExecutionResult("Loader[a]")).toThrow("it failed");
  });
});
