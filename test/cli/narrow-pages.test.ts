/** On a narrow terminal nothing runs on beyond its edge but what cannot be broken, and nothing is lost. */
import * as fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";

import { reportChanges } from "../../src/cli/changes-report.ts";
import { clipMiddle } from "../../src/cli/clip.ts";
import { complaint } from "../../src/cli/complaint.ts";
import { reportComparison } from "../../src/cli/comparison-report.ts";
import { detailExecution } from "../../src/cli/execution-detail.ts";
import { foldHelp } from "../../src/cli/fold-help.ts";
import { listRuns } from "../../src/cli/listed-runs.ts";
import type { Page } from "../../src/cli/page.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { renderChangeLines } from "../../src/cli/render-change-lines.ts";
import { renderComparison } from "../../src/cli/render-comparison.ts";
import { renderExecution } from "../../src/cli/render-execution.ts";
import { renderReport } from "../../src/cli/render-report.ts";
import { renderResumePlan } from "../../src/cli/render-resume-plan.ts";
import { renderReusePlan } from "../../src/cli/render-reuse-plan.ts";
import { renderRuns } from "../../src/cli/render-runs.ts";
import { renderSnapshots } from "../../src/cli/render-snapshots.ts";
import { renderStatus } from "../../src/cli/render-status.ts";
import { renderTiming } from "../../src/cli/render-timing.ts";
import { renderVerification } from "../../src/cli/render-verification.ts";
import { planResume } from "../../src/cli/resume-plan.ts";
import { reportRun } from "../../src/cli/run-report.ts";
import { reportSnapshots } from "../../src/cli/snapshots-report.ts";
import { reportStatus } from "../../src/cli/status-report.ts";
import { renderTable } from "../../src/cli/table.ts";
import { reportTiming } from "../../src/cli/timing-report.ts";
import { type RunId, Status } from "../../src/index.ts";
import { foldJournal } from "../../src/journal/journal-fold.ts";
import { experiment, failed, numbered, runStarted, smallJournal, started } from "./fixtures/journal.ts";
import { changingRun, loadedRun } from "./fixtures/loaded.ts";
import { runCli } from "./run-cli.ts";

const small = Status.fromJournal(smallJournal);
const changing = await changingRun();
const stored = {
  runId: "20261126T223903-39fh1tnama" as RunId,
  workflow: "evaluation-of-customers",
  startedAt: 1_700_000_000_000,
  updatedAt: 1_700_000_100_000,
  state: "Failed",
  records: 66,
  executions: { NotStarted: 1, InProgress: 0, Completed: 13, Failed: 4 },
  owned: false,
} as const;

const long = "a_census_of_adults_by_income";
const longNames = Status.fromJournal(
  numbered([
    runStarted({ Loader: [long, "b"], Fit: ["quick"] }),
    experiment("started", 0),
    started(0, `Loader/${long}`),
    failed(0, `Loader/${long}`, 5, "the model did not converge after so many steps"),
  ]),
);

const step = (key: string, kind: "failed" | "new") => ({ key, action: "run", why: { kind } }) as const;
const reuse = {
  origin: { runId: stored.runId, seq: 35 },
  steps: [step("Loader[two]", "failed"), step("Loader[two]_Worker[second]_Reporter[max]", "new")],
};
const leftState = foldJournal(smallJournal.slice(0, 9));
const resumed = planResume(leftState, (depth) => depth === 1);
const verified = { runId: stored.runId, records: 66, results: 14, head: "5b0c".repeat(16), problems: [] };
const damage = { seq: 12, reason: "it was changed: its hash is not that of its content and the record before it" };
const refusal = "workflow.ts: there is no such file. Give the path of a TypeScript or JavaScript module.";

const texts: Readonly<Record<string, (page: Page) => string>> = {
  show: (page) => renderReport({ ...reportRun(small), store: ".runstate/runs.db" }, page),
  "show of long names": (page) => renderReport({ ...reportRun(longNames), failures: [] }, page),
  "show of changes": (page) => renderReport(reportRun(changing), page),
  status: (page) => renderStatus(reportStatus(loadedRun(smallJournal)), page),
  "status of one": (page) => renderExecution(detailExecution(loadedRun(smallJournal), "Loader[bad]"), page),
  runs: (page) => renderRuns(listRuns([stored], 0), 7, page),
  timing: (page) => renderTiming(reportTiming(changing, "experimentKey", true), page),
  changes: (page) => renderChangeLines(reportChanges(changing, {}), page),
  snapshots: (page) => renderSnapshots(reportSnapshots(changing, {}), page),
  "a dry run of retry": (page) => renderReusePlan(reuse, page),
  "a dry run of resume": (page) => renderResumePlan(stored.runId, resumed, page),
  "verify of damage": (page) => renderVerification({ ...verified, problems: [damage] }, page),
  "a refusal": (page) => complaint(refusal, page),
  compare: (page) => renderComparison(reportComparison(small, changing, true), page),
};

test.each(Object.entries(texts))("%s fits pages of 40 to 79 columns", (_, render) => {
  const pages = Array.from({ length: 40 }, (__, more) => 40 + more);
  // A word that is wider than what is left beside its name, such as a key, is never cut.
  const isWord = (line: string, width: number): boolean =>
    line.split(/\s+/u).some((word) => stringWidth(word) > width - 16);
  const tooWide = pages.flatMap((width) =>
    render({ width, paint: noPaint })
      .split("\n")
      .filter((line) => stringWidth(line) > width && !isWord(line, width)),
  );
  expect(tooWide).toEqual([]);
});

test("a help text fits pages of 40 to 100 columns, but for the commands that are copied from it, and loses no word", async () => {
  const { stdout } = await runCli("run", "--help");
  const words = stdout.split(/\s+/u);
  for (let width = 40; width <= 100; width++) {
    const folded = foldHelp(stdout, width);
    expect(folded.split(/\s+/u)).toEqual(words);
    const tooWide = folded.split("\n").filter((line) => stringWidth(line) > width);
    expect(tooWide.filter((line) => !line.startsWith("  runstate run workflow.ts"))).toEqual([]);
  }
  expect(foldHelp(stdout, 1_000)).toBe(stdout);
});

test("what verify says of a run is on one line, or on lines that fit but for the head, which is copied", () => {
  const { runId, head } = verified;
  const at = (width: number): string => renderVerification(verified, { width, paint: noPaint });
  expect(at(120)).toBe(`ok   ${runId}  66 records, 14 results, head ${head}`);
  expect(at(50)).toBe(`ok   ${runId}  66 records,\n     14 results,\n     head ${head}`);
});

test("a command in a message is on a line of its own, and not broken", () => {
  const command = "runstate resume workflow.ts config.yaml 20261126T223903-39fh1tnama --store runs.db";
  expect(complaint(`ended at once. Go on with the run:\n${command}`, { width: 40, paint: noPaint })).toBe(
    `runstate: ended at once. Go on with\n  the run:\n  ${command}\n`,
  );
});

test("a row that is folded has all its cells, in their order, on lines that fit", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "1", "ß", "√"), maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word, word, word, word), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 40, max: 79 }),
      (rows, width) => {
        const head = ["first", "second", "third", "fourth", "fifth"];
        const text = renderTable(head, rows, ["left", "right", "left", "right", "left"], { width, paint: noPaint });
        const cells = rows.flat().filter((cell) => cell !== "");
        const words = text.split(/\s+/u).filter((each) => each !== "" && !head.includes(each));
        expect(words).toEqual(cells);
        for (const line of text.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test("a text cut in its middle has its beginning and its end, and as many columns as there are", () => {
  expect(clipMiddle("Loader[a]_Fit[quick]", 12)).toBe("Load…[quick]");
  const text = fc.string({ unit: fc.constantFrom("a", "b", "_", "[", "漢"), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 8, max: 30 }), (whole, width) => {
      const cut = clipMiddle(whole, width);
      expect(stringWidth(cut)).toBeLessThanOrEqual(width);
      const [begin = "", end = begin] = cut.split("…");
      expect([whole.startsWith(begin), whole.endsWith(end)]).toEqual([true, true]);
      expect(cut === whole).toBe(stringWidth(whole) <= width);
    }),
  );
});
