import { describe, expect, it } from "vitest";

import { clip } from "../../src/cli/clip.ts";
import type { ExecutionReport } from "../../src/cli/execution-report.ts";
import { formatDuration, formatSeconds } from "../../src/text/format-duration.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { printable } from "../../src/cli/printable.ts";
import { renderProgress } from "../../src/cli/render-progress.ts";
import { renderReport } from "../../src/cli/render-report.ts";
import { renderTree } from "../../src/cli/render-tree.ts";
import { RunProgress } from "../../src/cli/run-progress.ts";
import { reportRun } from "../../src/cli/run-report.ts";
import { shortResult, shortValue } from "../../src/cli/short-value.ts";
import { blockedPerModule, timeLeft } from "../../src/status/time-left.ts";
import { type JournalRecord, Status } from "../../src/index.ts";
import { smallJournal } from "./fixtures/journal.ts";

const page = { width: 80, paint: noPaint };

describe("the summary", () => {
  it("tells a run at any of its records", () => {
    for (let seq = 0; seq <= smallJournal.length; seq++) {
      const report = reportRun(Status.fromJournal(smallJournal.slice(0, seq)));
      expect(renderReport(report, page)).not.toContain("undefined");
      const { NotStarted, InProgress, Completed, Failed } = report.executions;
      expect(NotStarted + InProgress + Completed + Failed).toBe(report.tree.length);
    }
  });

  it("shows an unfinished run", () => {
    expect(renderReport(reportRun(Status.fromJournal(smallJournal.slice(0, 9))), page)).toMatchInlineSnapshot(`
      "▸ small InProgress, 0.00 ms so far
        run          RUN, started 2026-01-02T03:04:05.000Z
        executions   2 Completed, 1 InProgress, 1 NotStarted
        experiments  1 Completed, 1 InProgress

      ✓ Loader[good]   130 ms
      └─ ✓ Fit[quick]  2.50 s
      ▸ Loader[bad]            InProgress
      └─ 1 execution NotStarted

      Slowest modules
        module  count    mean     p50     p95     max   total  share
        Fit         1  2.50 s  2.50 s  2.50 s  2.50 s  2.50 s   95 %
        Loader      1  130 ms  130 ms  130 ms  130 ms  130 ms    5 %"
    `);
  });

  it("adds up the time in which processes worked on a resumed run, and not that in which nobody did", () => {
    const begun = smallJournal.slice(0, 9);
    const at = (begun.at(-1)?.at ?? 0) + 3_600_000;
    const resumed: JournalRecord[] = [
      ...begun,
      { seq: 10, at, type: "run.resumed", concurrency: 1 },
      { seq: 11, at: at + 4000, type: "run.resumed", concurrency: 1 },
    ];
    const [before, after] = [begun, resumed].map((records) => reportRun(Status.fromJournal(records)));
    expect(after?.durationMs).toBe(before?.durationMs);
    expect(renderReport(reportRun(Status.fromJournal(resumed)), page)).toContain("resumed 2 times");
  });

  it("keeps every line of a tree within the terminal, whatever the names and results", () => {
    const tree: ExecutionReport[] = ["x".repeat(200), "漢字".repeat(30), "short"].map((experimentName) => ({
      key: "",
      moduleName: "Loader",
      experimentName,
      depth: 0,
      state: "Completed",
      attempt: 1,
      durationMs: 12_345,
      result: "y".repeat(200),
    }));
    const lines = renderTree(tree, page).split("\n");
    expect(lines[2]).toHaveLength(80);
    expect(lines[0]).toContain("x".repeat(200));
  });
});

describe("a large tree", () => {
  const execution = (depth: number, name: number, state: ExecutionReport["state"]): ExecutionReport => ({
    key: "",
    moduleName: depth === 0 ? "Loader" : "Fit",
    experimentName: String(name),
    depth,
    state,
    attempt: 1,
  });
  const wide = (count: number, failing: ReadonlySet<number>): readonly ExecutionReport[] => [
    execution(0, 0, "Completed"),
    ...Array.from({ length: count }, (_, name) => execution(1, name, failing.has(name) ? "Failed" : "Completed")),
  ];

  it("is folded by state, and the counts are true", () => {
    const text = renderTree(wide(300, new Set([7, 250])), page);
    expect(text.split("\n")).toHaveLength(1 + 20 + 2 + 1);
    expect(text).toContain("└─ … 278 more Completed");
    expect(text).toContain("✗ Fit[250]");
  });

  it("of what never started is one line", () => {
    const executions = [
      execution(0, 0, "InProgress"),
      ...Array.from({ length: 9 }, (_, n) => execution(1, n, "NotStarted")),
    ];
    expect(renderTree(executions, page)).toBe("▸ Loader[0]    InProgress\n└─ 9 executions NotStarted");
  });

  it("of a million executions is drawn in about 200 lines", () => {
    const states = ["Completed", "Failed"] as const;
    const executions = Array.from({ length: 1000 }, (_, n) =>
      wide(999, new Set([n])).with(0, execution(0, n, states[0])),
    );
    const text = renderTree(executions.flat(), page);
    expect(text.split("\n").length).toBeLessThan(202);
    expect(text).toContain("more partly Completed (");
  });
});

describe("progress", () => {
  it("is a table of modules and states", () => {
    const progress = new RunProgress();
    const status = Status.fromJournal(smallJournal.slice(0, 9));
    for (const record of status.records) progress.tell(record);
    const at = (smallJournal[0]?.at ?? 0) + 4000;
    expect(renderProgress(progress.view(status, at), { ...page, height: 24 })).toMatchInlineSnapshot(`
      "                                NotStarted  InProgress  Completed  Failed
      Loader    ██████████▒▒▒▒▒▒▒▒▒▒           ·           1          1       ·
      Fit       ██████████░░░░░░░░░░           1           ·          1       ·
      small     ██████████▒▒▒▒▒░░░░░           1           1          2       ·
      4 s, about 3 s left"
    `);
  });

  it("fits a narrow terminal", () => {
    const status = Status.fromJournal(smallJournal);
    for (const width of [56, 60, 66, 100]) {
      const lines = renderProgress(new RunProgress().view(status, 0), { ...page, width, height: 24 }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(width);
    }
  });

  it("estimates the time left from the mean of each module, and says nothing without one", () => {
    const counts = { NotStarted: 4, InProgress: 1, Completed: 5, Failed: 0 };
    const module = { moduleName: "Fit", counts, blocked: 0, meanMs: 1000, spentMs: 400 };
    expect(timeLeft([module], 1)).toBe(4600);
    expect(timeLeft([module], 2)).toBe(2300);
    expect(timeLeft([module], 100)).toBe(920);
    // One that takes longer than the mean, and executions that will never run, count nothing.
    expect(timeLeft([{ ...module, spentMs: 60_000 }], 1)).toBe(4000);
    expect(timeLeft([{ ...module, blocked: 3 }], 1)).toBe(1600);
    expect(timeLeft([module, { ...module, meanMs: undefined }], 1)).toBeUndefined();
  });

  it("knows how many executions of each module a failure blocks", () => {
    expect(blockedPerModule([1, 2, 0], [2, 3, 4])).toEqual([0, 3, 20]);
  });
});

describe("what is written", () => {
  it.each([
    [0, "0.00 ms"],
    [0.0421, "0.04 ms"],
    [0.996, "1.0 ms"],
    [9.96, "10 ms"],
    [130, "130 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [9999, "10.0 s"],
    [59_970, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_600, "1 h 00 min"],
    [7_500_000, "2 h 05 min"],
  ])("%d ms reads %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("counts seconds of what is still growing", () => {
    expect([0, 59_400, 59_600].map(formatSeconds)).toEqual(["0 s", "59 s", "1 min 00 s"]);
  });

  it("hides nothing", () => {
    expect(printable("a\u001b[31m\nb\u202e\u200b\u{e0041}")).toBe(String.raw`a\u001b[31m\nb\u202e\u200b\u{e0041}`);
    expect(printable("👩‍🔬 naïve 漢字")).toBe("👩‍🔬 naïve 漢字");
  });

  it("is cut by what is seen, not by code units", () => {
    expect(clip("👩‍🔬漢字", 5)).toBe("👩‍🔬漢…");
    expect(clip("abc", 3)).toBe("abc");
  });

  it("is short for any result", () => {
    const hostile = {
      get trap(): never {
        throw new Error("no");
      },
    };
    const values = [0.912_345_6, 12, "text", null, undefined, 5n, { auc: 2 / 3, rows: 2 }, [1, 2.5], hostile];
    expect(values.map((value) => shortValue(value))).toEqual(
      ["0.9123", "12", '"text"', "null", "undefined", "5n", "{ auc: 0.6667, rows: 2 }", "[1, 2.5]"].concat(
        "[unreadable object]",
      ),
    );
    expect(shortValue(Array.from({ length: 100 }))).toBe("[ 100 items ]");
    expect(shortValue(Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`k${n}`, n])))).toBe("{ 99 keys }");
    expect(shortResult({ data: [], schema: { fields: [], rows: 1 } })).toBe("1 row × 0 fields");
  });
});
