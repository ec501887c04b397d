import { describe, expect, it } from "vitest";

import { detailExecution } from "../../src/cli/execution-detail.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { renderExecution } from "../../src/cli/render-execution.ts";
import { renderStatus } from "../../src/cli/render-status.ts";
import { reportStatus } from "../../src/cli/status-report.ts";
import type { JournalRecord } from "../../src/index.ts";
import { changingRun, loadedRun, loadedStatus } from "./fixtures/loaded.ts";
import { completed, experiment, failed, numbered, runStarted, smallJournal, started } from "./fixtures/journal.ts";

const page = { width: 80, paint: noPaint };
const begin = smallJournal[0]?.at ?? 0;

describe("the status of a run", () => {
  it("tells how far it is and what went wrong", () => {
    expect(renderStatus(reportStatus(loadedRun(smallJournal)), page)).toMatchInlineSnapshot(`
      "✗ small Failed: 2 of 4 executions completed in 2.70 s
        run          RUN, started 2026-01-02T03:04:05.000Z
        last record  12, run.failed at 2026-01-02T03:04:07.700Z
        executions   1 Failed, 2 Completed, 1 NotStarted because of a failure above
        experiments  1 Failed, 1 Completed

                                        NotStarted  InProgress  Completed  Failed
        Loader    ██████████▓▓▓▓▓▓▓▓▓▓           ·           ·          1       1
        Fit       ██████████▓▓▓▓▓▓▓▓▓▓           1           ·          1       ·
        all       ██████████▓▓▓▓▓▓▓▓▓▓           1           ·          2       1

      Failures
        ✗ Loader[bad]  1 execution below it never ran
          Error: no file\\nof that name"
    `);
  });

  it("tells of a live run what is in progress, and how long since that was recorded", () => {
    const report = reportStatus(loadedRun(smallJournal.slice(0, 9), begin + 65_000));
    expect(report.inProgress).toEqual([
      { key: "Loader[bad]", attempt: 1, startedAt: "2026-01-02T03:04:05.000Z", elapsedMs: 65_000 },
    ]);
    const text = renderStatus(report, page);
    expect(text).toContain("▸ small in progress: 2 of 4 executions completed, 1 min 05 s so far");
    expect(text).toContain("last record  9, module.started at 2026-01-02T03:04:05.000Z, 1 min 05 s ago");
    expect(text).toContain("In progress, since its start was recorded\n  ▸ 1 min 05 s  Loader[bad]");
  });

  it("tells of a run that was left how far it came, without a clock", () => {
    const text = renderStatus(reportStatus(loadedRun(smallJournal.slice(0, 9))), page);
    expect(text).toContain("▸ small unfinished: 2 of 4 executions completed, 0.00 ms so far");
  });

  it("says which record it is as of, and adds up at each of them", () => {
    for (let seq = 0; seq <= smallJournal.length; seq++) {
      const run = { ...loadedRun(smallJournal.slice(0, seq)), records: smallJournal.length };
      const report = reportStatus(run);
      const { NotStarted, InProgress, Completed, Failed } = report.executions;
      expect(NotStarted + InProgress + Completed + Failed).toBe(seq === 0 ? 0 : 4);
      expect(report.durationMs).toBe(run.status.durationMs);
      expect(report.inProgress).toHaveLength(InProgress);
      expect(report.failures).toHaveLength(Failed);
      for (const module of report.modules) expect(module.blocked).toBeLessThanOrEqual(module.NotStarted);
      const text = renderStatus(report, page);
      expect(text).not.toMatch(/undefined|NaN/u);
      expect(text.includes(`${seq} of ${smallJournal.length}, `)).toBe(seq > 0 && seq < smallJournal.length);
    }
  });

  it("fits a narrow terminal, whatever the names and messages", () => {
    const name = `${"x".repeat(90)}漢字`;
    const records = numbered([
      runStarted({ [name]: ["a"], Fit: ["b"] }),
      experiment("started", 0),
      started(0, `${name}/a`),
      failed(0, `${name}/a`, 5, `${"long ".repeat(50)}\n\u001b[31mred\u202e`),
    ]);
    const text = renderStatus(reportStatus(loadedRun(records)), { ...page, width: 60 });
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    const cut = text.split("\n").filter((line) => /^ {2}(?: +NotStarted|x|Fit|all)|Error: long/u.test(line));
    expect(cut).toHaveLength(5);
    expect(Math.max(...cut.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

const ofLoader = { execution: 0, moduleName: "Loader", experimentName: "a" };

const retried = (attempt: number, durationMs: number, delayMs: number) =>
  ({
    at: begin + attempt,
    type: "module.retried",
    ...ofLoader,
    attempt,
    schemaBefore: null,
    durationMs,
    error: { name: "Error", message: `reset ${attempt}`, cause: { name: "Error", message: "no route" } },
    delayMs,
  }) as const;

const step = (attempt: number, name: string, durationMs: number) =>
  ({
    at: begin + 2500,
    type: "step.completed",
    ...ofLoader,
    attempt,
    step: name,
    state: "Completed",
    durationMs,
  }) as const;

/** An execution with three attempts, the last of which completed; it waited before the first and the second. */
const retriedJournal: readonly JournalRecord[] = numbered([
  runStarted({ Loader: ["a"] }),
  experiment("started", 0),
  { ...started(0, "Loader/a"), queuedMs: 50 } as never,
  retried(1, 10, 2000),
  step(2, "wait", 2004),
  retried(2, 20, 0),
  step(3, "read", 4),
  { ...completed(0, "Loader/a", 3000), attempt: 3, annotations: { rows: 7 } } as never,
]);

describe("the status of an execution", () => {
  it("tells each attempt, with its error, its time and the wait after it", () => {
    const detail = detailExecution(loadedRun(retriedJournal), "Loader[a]");
    expect(
      detail.attempts.map(({ attempt, state, durationMs, waitMs }) => [attempt, state, durationMs, waitMs]),
    ).toEqual([
      [1, "Failed", 10, 2004],
      [2, "Failed", 20, 0],
      [3, "Completed", undefined, undefined],
    ]);
    expect(renderExecution(detail, page)).toMatchInlineSnapshot(`
      "✓ Loader[a] Completed in 3.00 s, attempt 3
        run          RUN
        experiment   InProgress
        queued       50 ms before it started
        started      2026-01-02T03:04:05.000Z
        ended        2026-01-02T03:04:08.000Z
        no result    it is not kept here
        annotated    rows: 7

      Attempts
        ✗ 1  Error: reset 1
             caused by Error: no route
             after 10 ms, then a wait of 2.00 s
        ✗ 2  Error: reset 2
             caused by Error: no route
             after 20 ms
        ✓ 3  Completed

      Steps
        ✓ read  attempt 3  4.0 ms"
    `);
  });

  it("tells of every record that an attempt is in progress while one is", () => {
    const states = retriedJournal.map((_, seq) =>
      seq === 0
        ? ""
        : detailExecution(loadedRun(retriedJournal.slice(0, seq + 1)), "Loader[a]")
            .attempts.map(({ attempt, state }) => `${attempt} ${state}`)
            .join(", "),
    );
    expect(states.slice(1)).toEqual([
      "",
      "1 InProgress",
      "1 Failed, 2 InProgress",
      "1 Failed, 2 InProgress",
      "1 Failed, 2 Failed, 3 InProgress",
      "1 Failed, 2 Failed, 3 InProgress",
      "1 Failed, 2 Failed, 3 Completed",
    ]);
  });

  it("tells what the schema was before and after, and what changed", async () => {
    const status = await changingRun();
    const detail = detailExecution(loadedStatus(status), "Loader[two]_Cleaner[fill]");
    const text = renderExecution(detail, page);
    expect(text.slice(text.indexOf("Schema\n"))).toMatchInlineSnapshot(`
      "Schema
        field       input   output   change
        (rows)      2       2
        id          int64   float64  TRANSFORM
        name        utf8
        age         int64?  int64    UPDATE nullable yes → no, statistics
        first_name          utf8     UPDATE renamed from name"
    `);
    expect(detail).toMatchObject({ result: "2 rows × 3 fields", path: [{ key: "Loader[two]" }, { key: detail.key }] });
  });

  it("that never ran tells because of what, and that its experiment failed", () => {
    const text = renderExecution(detailExecution(loadedRun(smallJournal), "Loader[bad]_Fit[quick]"), page);
    expect(text).toMatchInlineSnapshot(`
      "· Loader[bad]_Fit[quick] NotStarted
        run          RUN
        never ran    because Loader[bad] failed
        experiment   Failed

      Path
        ✗ Loader[bad]  7.5 ms
        · Fit[quick]"
    `);
  });

  it("is refused for a key that leads to none", () => {
    expect(() => detailExecution(loadedRun(smallJournal), "Loader[goof]")).toThrow("Did you mean Loader[good]?");
  });
});
