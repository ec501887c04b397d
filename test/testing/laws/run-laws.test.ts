import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, type Status, type TimingRecord, TimingTable } from "../../../src/index.ts";
import { runLaws } from "../../../src/testing/laws/run-laws.ts";
import { runTrial } from "../../../src/testing/trial/run-trial.ts";
import type { Called, Told, TrialEvent, TrialRun } from "../../../src/testing/trial/trial-run.ts";
import type { Trial } from "../../../src/testing/trial/trial.ts";

const workflow = (factor: number, reuse = false) =>
  defineWorkflow("scored")
    .module("Loader", { reuse, run: () => [{ id: 1 }, { id: 2 }] })
    .module("Scorer", {
      reuse,
      run: async ({ input, experimentName }) => {
        if (experimentName === "bad") throw new Error("no score");
        return input.data.map(({ id }) => ({ id, score: id * factor }));
      },
    });

const trial: Trial = {
  config: [
    ["Loader", [["a", {}]]],
    [
      "Scorer",
      [
        ["good", {}],
        ["bad", {}],
      ],
    ],
  ],
  concurrency: 2,
  faults: [],
  interleaving: [1],
};

const onlyGood: Trial["config"] = [
  ["Loader", [["a", {}]]],
  ["Scorer", [["good", {}]]],
];

const carryOut = (given: Partial<Trial> = {}, factor = 2): Promise<TrialRun> =>
  Effect.runPromise(runTrial(workflow(factor), { ...trial, ...given }));

const [sound, plain, scoredOtherwise] = await Promise.all([
  carryOut(),
  carryOut({ concurrency: 1, interleaving: [] }),
  carryOut({ concurrency: 1, interleaving: [] }, 3),
]);
const slow = await carryOut({
  faults: [{ kind: "slow", at: "Loader[a]_Scorer[good]", attempts: "every", byMs: 10 }],
});
const timedOutAfter = (timeout: number): TrialRun["modules"] =>
  slow.modules.map((module) => Object.assign({}, module, { timeout }));
const late: TrialRun = {
  ...slow,
  events: slow.events.map((event) =>
    event.type === "told" && event.record.type === "module.completed" && event.record.execution === 1
      ? {
          ...event,
          record: { ...event.record, type: "module.failed", reason: "timeout", error: { name: "", message: "" } },
        }
      : event,
  ),
};
/** Two runs that were told what to keep, and one that took over what an earlier one left. */
const kept = await carryOut({ keepRecords: 3 });
const completed = await carryOut({ config: onlyGood });
const leaves = await carryOut({ retain: "leaves" });
const reusing = await Effect.runPromise(runTrial(workflow(2, true), { ...trial, earlier: onlyGood }));
const resumed = await carryOut({ faults: [{ kind: "crash", record: 6 }] });

/** A run of which `status` is all that is known. */
const known = (run: TrialRun, status: Status): TrialRun => ({ ...run, status, whole: status, records: status.records });

/** A run whose status says something else. */
const told = (run: TrialRun, otherwise: Partial<Status>): TrialRun =>
  known(
    run,
    new Proxy(run.status, {
      get: (status, name) => {
        if (name in otherwise) return otherwise[name as keyof Status];
        const value: unknown = Reflect.get(status, name, status);
        return typeof value === "function" ? (value.bind(status) as unknown) : value;
      },
    }),
  );

const records = sound.status.records;
const isCall = (event: TrialEvent): event is Called => event.type === "called";
const isTold = (event: TrialEvent): event is Told => event.type === "told";
const calls = sound.events.filter(isCall);

/** The sound run with one event replaced by some. */
const instead = (at: TrialEvent | undefined, ...events: readonly TrialEvent[]): TrialRun => ({
  ...sound,
  events: sound.events.flatMap((event) => (event === at ? events : [event])),
});

const cancelled: TrialEvent = { type: "cancelled", life: 0, by: "fault" };
const summary = sound.status.getStatusSummary();
const timesSaying = (otherwise: (time: TimingRecord) => Partial<TimingRecord>): Partial<Status> => ({
  getTiming: () => new TimingTable(Array.from(sound.status.getTiming(), (time) => ({ ...time, ...otherwise(time) }))),
});

/** Runs with one thing wrong, by the law they break. */
const broken: Readonly<Record<string, readonly (readonly [run: TrialRun, found: string, plain?: TrialRun])[]>> = {
  "a run ends": [
    [{ ...sound, lives: [{ kind: "standstill" }] }, "nothing of the run is in progress that could end"],
    [{ ...sound, lives: [{ kind: "broken", thrown: new Error("a bug") }] }, "failed as no run does: Error: a bug"],
    [{ ...sound, lives: [{ kind: "crashed" }] }, "its last process crashed"],
  ],
  "every execution ends in exactly one final state, or never ran for a recorded reason": [
    [known(sound, sound.status.statusAt(5)), "Loader[a]_Scorer[good] never ran, and no record says why"],
    [known(sound, sound.status.statusAt(4)), "Loader[a] is still in progress"],
    [
      told(sound, { records: [...records, ...records.filter(({ type }) => type === "module.completed")] }),
      "and was module.completed",
    ],
    [
      told(sound, { records: records.filter(({ type }) => type !== "module.failed") }),
      "Loader[a]_Scorer[bad] is Failed, and its end is not on record",
    ],
  ],
  "an execution starts once, and so does an experiment": [
    [
      told(sound, { records: [...records, ...records.filter(({ type }) => type === "module.started")] }),
      "execution 0 started again",
    ],
    [
      told(sound, { records: [...records, ...records.filter(({ type }) => type === "experiment.started")] }),
      "experiment 0 started again",
    ],
  ],
  "each execution runs at most once: after it was recorded, below what completed, one call for each attempt": [
    [instead(calls[1], calls[1] as Called, calls[1] as Called), "attempt 1 was called twice"],
    [instead(calls[0], { ...(calls[0] as Called), seq: 0 }), "was called before that was on record"],
    [instead(calls[2], { ...(calls[2] as Called), seq: sound.status.seq }), "was called after module."],
    [
      told(sound, {
        records: records.filter((record) => record.type !== "module.completed" || record.execution !== 0),
      }),
      "the module above it has not completed",
    ],
  ],
  "a cancelled run ends as such, and calls no module any more": [
    [instead(calls[1], cancelled, calls[1] as Called), "was called after the run was cancelled"],
    [instead(calls.at(-1), calls.at(-1) as Called, cancelled), "the run is Failed (error)"],
  ],
  "limits are never exceeded": [
    [{ ...sound, trial: { ...trial, concurrency: 1 } }, "2 executions are in progress, and concurrency is 1"],
    [
      { ...sound, modules: sound.modules.map((module) => ({ ...module, concurrency: 1 })) },
      "2 executions of Scorer are in progress, and its concurrency is 1",
    ],
    [
      {
        ...sound,
        modules: sound.modules.map((module) => ({ ...module, resources: { gpu: 0.6 } })),
        resources: new Map([["gpu", 1]]),
      },
      "1.2 of gpu is taken, and the run has 1",
    ],
    [
      instead(calls[0], { ...(calls[0] as Called), args: { ...(calls[0] as Called).args, attempt: 2 } }),
      "Loader[a] has attempt 2, and its retry allows 1",
    ],
  ],
  "nothing that takes no limit waits while a worker is free": [
    [
      instead(calls[1], { type: "quiet", life: 0 }, calls[1] as Called),
      "1 of 2 workers are busy, and Loader[a]_Scorer[bad] is ready",
    ],
  ],
  "an attempt completes within its timeout, and none fails by it earlier": [
    [
      { ...slow, modules: timedOutAfter(9) },
      "attempt 1 of Scorer[good] completed after 10 ms, and its timeout is 9 ms",
    ],
    [{ ...late, modules: timedOutAfter(11) }, "attempt 1 of Scorer[good] failed by its timeout of 11 ms after 10 ms"],
  ],
  "observers are told of every record once, in order, after it was kept; one that throws disturbs nobody": [
    [instead(sound.events.find(isTold)), "no observer was told of record 1"],
    [{ ...sound, events: sound.events.toReversed() }, "an observer was told of record"],
    [
      {
        ...sound,
        events: sound.events.map((event) => (isTold(event) ? { ...event, stored: event.record.seq - 1 } : event)),
      },
      "an observer was told of record 1, and the store held 0",
    ],
    [
      told(sound, { records: records.map((record) => ({ ...record, at: 0 })) }),
      "another record 1 than the journal has",
    ],
    [{ ...sound, reports: 1 }, "1 failing observers were reported, not 0"],
  ],
  "the state of a run is the fold of its records, at each of them": [
    [
      told(sound, { getStatusSummary: () => ({ ...summary, blocked: 1 }) }),
      "has blocked 1, where the records add up to 0",
    ],
    [
      {
        ...sound,
        events: sound.events.map((event) => (isTold(event) && event.summary ? { ...event, summary } : event)),
      },
      "the status has state",
    ],
    [
      told(sound, { records: records.filter(({ type }) => type !== "experiment.completed") }),
      "the status has experiments",
    ],
  ],
  "a journal that is read back tells what the live run told": [
    [told(sound, { snapshots: [] }), "has snapshots ["],
    [told(sound, { getFailures: () => [] }), "has failures ["],
  ],
  "totals are exact": [
    [told(sound, { getStatusSummary: () => ({ ...summary, totalChanges: 99 }) }), "the summary has totalChanges 99"],
    [told(sound, { getStatusSummary: () => ({ ...summary, lastSnapshot: "trial:1" }) }), 'has lastSnapshot "trial:1"'],
  ],
  "the result of an experiment is that of its last module": [
    [told(sound, { getResult: () => ({}) as never }), "there are 0 results, and 1 experiments completed"],
    [
      told(sound, {
        getResult: () => ({ "Loader[a]_Scorer[good]": sound.status.getExecutionResult("Loader[a]") }) as never,
      }),
      "the result of Loader[a]_Scorer[good] is [",
    ],
  ],
  "the schema before a module, and its changes, make the schema after it": [
    [told(sound, { getChangeHistory: () => [] }), "the schema before Loader[a] and its changes make null"],
    [
      told(sound, { getChangeHistory: (filter) => sound.status.getChangeHistory(filter).slice(0, -1) }),
      "and its changes make",
    ],
    [
      told(sound, {
        snapshots: sound.status.snapshots.map((each) => ({
          ...each,
          metadata: { ...each.metadata, schemaBefore: null },
        })),
      }),
      "is not that of its input",
    ],
  ],
  "each time is that of its own execution, from when it was ready or its module was called": [
    [
      told(
        sound,
        timesSaying(() => ({ experimentKey: "Loader[b]" })),
      ),
      "is told of Loader[b], not of Loader[a]",
    ],
    [
      told(
        sound,
        timesSaying(({ startTime }) => ({ startTime: startTime - 1 })),
      ),
      "the run of Loader[a] is told to have begun at 2025-12-31T23:59:59.999Z, and did at 2026-01-01T00:00:00.000Z",
    ],
  ],
  "no more records stay in memory than it was told, and those are the newest": [
    [{ ...sound, trial: { ...trial, keepRecords: 3 } }, "records are in memory, and 3 should be"],
    [
      { ...kept, status: sound.status.statusAt(3), trial: { ...trial, keepRecords: 3 } },
      `among the newest is record 1, not ${sound.status.seq - 2}`,
    ],
  ],
  "inner results are let go of where that was asked, and no others": [
    [
      { ...completed, trial: { ...trial, retain: "leaves" } },
      "the result of Loader[a] is there, and should be released",
    ],
    [{ ...leaves, trial }, "the result of Loader[a] is released, and should be there"],
  ],
  "nothing is taken over where there is nothing to take over, or it is forbidden": [
    [{ ...reusing, earlier: undefined }, "says that a result was taken over"],
    [{ ...reusing, trial: { ...reusing.trial, reuse: false } }, "says that a result was taken over"],
  ],
  "what is taken over from an earlier run is what its module would give": [
    [reusing, "the result of Loader[a]_Scorer[good] is", scoredOtherwise],
  ],
  "results do not depend on order and concurrency": [
    [sound, "the result of Loader[a]_Scorer[good] is", scoredOtherwise],
    [
      sound,
      "Loader[a]_Scorer[bad] is Failed (error: Error: no score), and Completed",
      await carryOut({
        concurrency: 1,
        interleaving: [],
        config: [
          ["Loader", [["a", {}]]],
          [
            "Scorer",
            [
              ["good", {}],
              ["better", {}],
            ],
          ],
        ],
      }),
    ],
  ],
  "a run that was resumed ends as one that was not interrupted": [
    [resumed, "the result of Loader[a]_Scorer[good] is", scoredOtherwise],
  ],
};

test("sound runs break no law", () => {
  expect(resumed.lives.map(({ kind }) => kind)).toEqual(["crashed", "outcome"]);
  for (const run of [sound, plain, resumed, kept, leaves, reusing])
    expect(runLaws.flatMap(({ claim, broken: find }) => (find(run, plain) === undefined ? [] : [claim]))).toEqual([]);
});

describe.each(runLaws.map((law) => [law.claim, law] as const))("%s", (claim, law) => {
  test("is broken by every run with something wrong in it", () => {
    const runs = broken[claim] ?? [];
    expect(runs.length).toBeGreaterThan(0);
    for (const [run, found, other = plain] of runs) expect(law.broken(run, other)).toContain(found);
  });
});
