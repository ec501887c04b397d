import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import {
  decodeRecord,
  defineWorkflow,
  encodeRecord,
  Executor,
  type JournalRecord,
  parseJournal,
  type Snapshot,
  Status,
  StatusError,
} from "../../src/index.ts";
import { JournalLog } from "../../src/journal/journal-log.ts";
import { journal } from "../../src/testing/index.ts";
import { build, randomWorkflow } from "../executor/workflow-arbitrary.ts";

/** Everything a status can be asked, but the results. */
const views = (status: Status) => ({
  identity: [status.runId, status.workflow, status.state, status.failure, status.seq, status.isCompleted()],
  plan: status.plan.modules,
  counts: [status.executionCounts, status.experimentCounts],
  records: status.records,
  snapshots: status.snapshots,
  changes: status.changes,
  timing: status.getTiming().records,
  summary: status.getStatusSummary(),
  executions: [...status.executions()],
  failures: status.getFailures(),
  evolution: status.plan.sequence.map((moduleName) => status.getMetadataEvolution(moduleName)),
});

const text = (status: Status): string => status.records.map((record) => `${encodeRecord(record)}\n`).join("");

const ran = async (random: Parameters<typeof build>[0], onFailure: "continue" | "stop"): Promise<Status> => {
  const { executor } = build(random, { onFailure });
  await executor.run();
  return executor.status;
};

/** The same snapshot at the time another run took it. */
const retimed =
  (status: Status) =>
  (snapshot: Snapshot): unknown => ({
    ...snapshot,
    timestamp: status.getSnapshotById(snapshot.snapshotId)?.timestamp,
  });

/** Ids are unique, and every view says the same as the totals. */
const expectAgreement = (status: Status): void => {
  const ids = [
    ...status.snapshots.map(({ snapshotId }) => snapshotId),
    ...status.changes.map(({ changeId }) => changeId),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  const { executions, totalSnapshots, totalChanges, totalTimings, modules, ...summary } = status.getStatusSummary();
  const named = (snapshots: readonly Snapshot[]): string[] =>
    status.plan.sequence.filter((name) => snapshots.some(({ moduleName }) => moduleName === name));
  expect(summary.activeModules).toEqual(named(status.snapshots));
  expect(summary.metadataModules).toEqual(
    named(status.snapshots.filter(({ metadata }) => metadata.schemaAfter !== null)),
  );
  expect([totalSnapshots, totalChanges, totalTimings]).toEqual([
    status.snapshots.length,
    status.changes.length,
    status.getTiming().length,
  ]);
  for (const state of ["NotStarted", "InProgress", "Completed", "Failed"] as const) {
    expect(modules.reduce((sum, module) => sum + module[state], 0)).toBe(executions[state]);
    expect([...status.executions()].filter((each) => each.state === state)).toHaveLength(executions[state]);
  }
  const blocked = [...status.executions()].filter(({ blockedBy }) => blockedBy !== undefined);
  expect(status.getStatusSummary().blocked).toBe(blocked.length);
  expect(status.getFailures().reduce((sum, failure) => sum + failure.blocked, 0)).toBe(blocked.length);
};

const onFailure = fc.constantFrom("continue", "stop");

describe("a status", () => {
  test("read from its journal's text equals the live one in every view", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, onFailure, async (random, policy) => {
        const live = await ran(random, policy);
        const { records, torn } = parseJournal(text(live));
        expect(torn).toBeUndefined();
        expect(views(Status.fromJournal(records))).toStrictEqual(views(live));
      }),
      { numRuns: 60 },
    );
  });

  test("at an earlier record is what it was then: the fold of the records up to there", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor } = build(random);
        const then: ReturnType<typeof views>[] = [];
        executor.observe(
          ({ seq }) => seq === executor.status.seq && (then[seq] = views(executor.status.statusAt(seq))),
        );
        await executor.run();
        const { status } = executor;
        for (const [seq, seen] of then.entries()) {
          if (seen === undefined) continue;
          expect(views(status.statusAt(seq))).toStrictEqual(seen);
          expect(views(Status.fromJournal(status.records.slice(0, seq)))).toStrictEqual(seen);
        }
        expect(views(status.statusAt(0))).toStrictEqual(views(new Status()));
        expect(views(status.statusAt(status.seq))).toStrictEqual(views(status));
      }),
      { numRuns: 25 },
    );
  });

  test("is found by the id of any of its snapshots, and by no other id", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.string(), async (random, other) => {
        const status = await ran(random, "continue");
        for (const snapshot of status.snapshots) {
          expect(status.getSnapshotById(snapshot.snapshotId)).toEqual(snapshot);
          expect(status.statusAt(snapshot.snapshotId).getStatusSummary().lastSnapshot).toBe(snapshot.snapshotId);
        }
        expect(status.getSnapshotById(other)).toBeUndefined();
        for (const id of [
          other,
          `${status.runId}:`,
          `${status.runId}:-1`,
          `${status.runId}:${status.seq + 1}`,
          -1,
          0.5,
        ])
          expect(() => status.statusAt(id)).toThrow(StatusError);
      }),
      { numRuns: 25 },
    );
  });

  test("has ids that are unique, and views that agree with its totals", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, onFailure, async (random, policy) => {
        expectAgreement(await ran(random, policy));
      }),
      { numRuns: 60 },
    );
  });
});

describe("a status of any legal journal", () => {
  test("is the same read from text, and at each earlier record that of the records up to there", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, number) => {
        const status = Status.fromJournal(records);
        const read = parseJournal(text(status));
        expect(read.torn).toBeUndefined();
        expect(views(Status.fromJournal(read.records))).toEqual(views(status));
        const seq = number % (records.length + 1);
        expect(views(status.statusAt(seq))).toStrictEqual(views(Status.fromJournal(records.slice(0, seq))));
      }),
      { numRuns: 200 },
    );
  });

  test("has ids that are unique, and views that agree with its totals", () => {
    fc.assert(
      fc.property(journal(), (records) => expectAgreement(Status.fromJournal(records))),
      { numRuns: 300 },
    );
  });
});

describe("what a filter leaves of any legal journal", () => {
  const logOf = (records: readonly JournalRecord[], kept: number): JournalLog => {
    const log = new JournalLog({ records: kept });
    for (const record of records) log.append(record);
    return log;
  };
  const pick = <Item>(items: readonly Item[], number: number): Item | undefined =>
    number % 2 === 0 ? undefined : items[Math.floor(number / 2) % items.length];

  test("is what equals it among all, whatever else was asked before, and whatever was evicted", () => {
    const kept = fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(30));
    const phase = fc.constantFrom("before", "after", "transition", undefined);
    const type = fc.constantFrom("CREATE", "UPDATE", "DELETE", "TRANSFORM", undefined);
    fc.assert(
      fc.property(
        journal(),
        kept,
        fc.tuple(fc.nat(), fc.nat(), fc.nat()),
        phase,
        type,
        (records, keep, at, ...last) => {
          const status = new Status(logOf(records, keep));
          const module = pick(status.plan.modules, at[0]);
          const named = {
            moduleName: module?.moduleName,
            experimentName: module && pick(module.experiments, at[1]),
            experimentKey: pick(
              Array.from(status.executions(), ({ key }) => key),
              at[2],
            ),
          };
          const keeps = (item: object, filter: object): boolean =>
            Object.entries(filter).every(([part, value]) => value === undefined || Reflect.get(item, part) === value);
          const ofSnapshots = { ...named, phase: last[0] };
          const ofChanges = { ...named, type: last[1] };
          const asked = () => [status.getSnapshots(ofSnapshots), status.getChangeHistory(ofChanges)];
          const before = asked();
          expect(before).toStrictEqual([
            status.snapshots.filter((snapshot) => keeps(snapshot, ofSnapshots)),
            status.changes.filter((change) => keeps(change, ofChanges)),
          ]);
          expect(asked()).toStrictEqual(before);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("is made from the records of the one execution that it names", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("wide").module("Loader", { run: () => [{ a: 1 }] }),
      config: { Loader: { one: { repeat: 100 } } },
    });
    await executor.run();
    const log = logOf(executor.status.records, Number.POSITIVE_INFINITY);
    const read = vi.spyOn(log, "at");
    const status = new Status(log);
    const experimentKey = "Loader[one_[100-042]]";
    expect(status.getSnapshots({ experimentKey }).map(({ phase }) => phase)).toEqual(["before", "after"]);
    expect(status.getChangeHistory({ experimentKey })).toHaveLength(2);
    expect(read.mock.calls.length).toBeLessThan(10);
  });
});

describe("a record", () => {
  test("is the same after a way through JSON text", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, onFailure, async (random, policy) => {
        const { records } = await ran(random, policy);
        for (const record of records) expect(decodeRecord(JSON.parse(encodeRecord(record)))).toStrictEqual(record);
      }),
      { numRuns: 60 },
    );
  });
});

describe("eviction", () => {
  test.each([0, 1, 7, "all of them"])("to %s records leaves every total exact, and keeps the newest", async (keep) => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const whole = build({ ...random, concurrency: 1 }, { runId: "r" });
        await whole.executor.run();
        const keepRecords = typeof keep === "number" ? keep : whole.executor.status.seq;
        const evicted = build({ ...random, concurrency: 1 }, { runId: "r", keepRecords });
        let most = 0;
        evicted.executor.observe(() => (most = Math.max(most, evicted.executor.status.records.length)));
        await evicted.executor.run();
        const [all, some] = [whole.executor.status, evicted.executor.status];
        expect(some.getStatusSummary()).toEqual(all.getStatusSummary());
        expect(some.records.map(({ seq }) => seq)).toEqual(
          all.records.map(({ seq }) => seq).slice(Math.max(0, all.seq - keepRecords)),
        );
        expect(most).toBeLessThanOrEqual(keepRecords);
        expect(Array.from(some.executions(), ({ state }) => state)).toEqual(
          Array.from(all.executions(), ({ state }) => state),
        );
        expect(evicted.executor.getResult()).toEqual(whole.executor.getResult());
        const oldest = all.seq - keepRecords + 1;
        for (const { snapshotId } of all.snapshots) {
          const kept = some.getSnapshotById(snapshotId);
          expect(kept?.snapshotId).toBe(Number(snapshotId.split(":")[1]) < oldest ? undefined : snapshotId);
        }
        expect(some.snapshots).toEqual(
          all.snapshots.slice(all.snapshots.length - some.snapshots.length).map(retimed(some)),
        );
      }),
      { numRuns: 20 },
    );
  });

  test("does not let a look back pass for the whole: statusAt says that the records are gone", async () => {
    const [random] = fc.sample(randomWorkflow, 1);
    const { executor } = build(random as Parameters<typeof build>[0], { keepRecords: 2 });
    await executor.run();
    expect(() => executor.status.statusAt(1)).toThrow(expect.objectContaining({ reason: "released" }));
  });
});
