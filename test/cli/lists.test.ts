import { assert, property, subarray } from "fast-check";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";

import { groupChangeLines } from "../../src/cli/change-lines.ts";
import { reportChanges } from "../../src/cli/changes-report.ts";
import { describePlaces } from "../../src/cli/describe-places.ts";
import { requireNames, type NameFilter } from "../../src/cli/known-names.ts";
import { listRuns } from "../../src/cli/listed-runs.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { renderChangeLines } from "../../src/cli/render-change-lines.ts";
import { renderRuns } from "../../src/cli/render-runs.ts";
import { renderSnapshots } from "../../src/cli/render-snapshots.ts";
import { renderTiming } from "../../src/cli/render-timing.ts";
import { reportSnapshots } from "../../src/cli/snapshots-report.ts";
import { reportTiming } from "../../src/cli/timing-report.ts";
import { type RunId, Status } from "../../src/index.ts";
import type { StoredRun } from "../../src/store/store.ts";
import { changingRun } from "./fixtures/loaded.ts";
import { smallJournal } from "./fixtures/journal.ts";

const page = { width: 100, paint: noPaint };
const small = Status.fromJournal(smallJournal);

describe("the timing of a run", () => {
  it("is a table, the slowest first, whose shares add up", () => {
    expect(renderTiming(reportTiming(small, "moduleName", false), page)).toMatchInlineSnapshot(`
      "  module  count    mean     p50     p95     max   total  share
        Fit         1  2.50 s  2.50 s  2.50 s  2.50 s  2.50 s   95 %
        Loader      2   69 ms   69 ms  124 ms  130 ms  138 ms    5 %

        3 executions, 2.64 s together"
    `);
    for (const by of ["moduleName", "experimentName", "experimentKey", "state"] as const) {
      const { groups, totalMs, executions } = reportTiming(small, by, true);
      expect(groups.reduce((sum, group) => sum + group.totalMs, 0)).toBeCloseTo(totalMs);
      expect(groups.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(executions);
      expect(groups.map((group) => group.totalMs)).toEqual(
        groups.map((group) => group.totalMs).toSorted((a, b) => b - a),
      );
    }
  });

  it("tells how long executions were queued, which is no part of their time", () => {
    const queued = smallJournal.map((record) =>
      record.type === "module.started" && record.moduleName === "Loader" ? { ...record, queuedMs: 400 } : record,
    );
    const report = reportTiming(Status.fromJournal(queued), "moduleName", true);
    expect(report.groups).toMatchObject([{ key: "Fit" }, { key: "Loader", queuedMs: 800, totalMs: 137.5 }]);
    expect(report.totalMs).toBe(reportTiming(small, "moduleName", false).totalMs);
    expect(renderTiming(report, page)).toContain("total  share  queued\n");
    expect(renderTiming(report, page)).toMatch(/Loader .* {2}5 % {2}800 ms$/mu);
  });

  it("of a run in which nothing has ended says so", () => {
    const begun = Status.fromJournal(smallJournal.slice(0, 3));
    expect(renderTiming(reportTiming(begun, "moduleName", false), page)).toBe("nothing has ended yet");
  });
});

describe("the changes of a run", () => {
  it("are told on one line where they are alike", async () => {
    const report = reportChanges(await changingRun(), {});
    expect(renderChangeLines(report, page)).toMatchInlineSnapshot(`
      "Loader  4 changes in 1 execution
        type    field        verdict   change
        CREATE  id           additive  → int64
        CREATE  name         additive  → utf8
        CREATE  age          additive  → int64?
        CREATE  (the frame)  additive  → 2 rows

      Cleaner  7 changes in 2 executions
        type       field        verdict     change                         in
        UPDATE     id           compatible  statistics                     drop
        UPDATE     age          compatible  nullable yes → no, statistics  all 2
        UPDATE     first_name   breaking    renamed from name              fill
        TRANSFORM  id           breaking    int64 → float64 (cast)         fill
        DELETE     name         breaking    utf8 →                         drop
        UPDATE     (the frame)  compatible  rows 2 → 1                     drop

      Fitter  10 changes in 4 executions
        type    field    verdict   change   in
        CREATE  a        additive  → int64  all 4
        CREATE  b, c, d  additive  → int64  wide"
    `);
  });

  it("are each on exactly one line, whatever is grouped", async () => {
    const { changes } = reportChanges(await changingRun(), {});
    for (const detailed of [false, true]) {
      const lines = groupChangeLines(changes, detailed).flatMap((module) => module.lines);
      const told = lines.reduce((sum, { fields, places }) => sum + (fields?.length ?? 1) * places.length, 0);
      expect(told).toBe(changes.length);
    }
  });

  it("of one column are told in numbers", async () => {
    const report = reportChanges(await changingRun(), { field: "id" });
    expect(renderChangeLines(report, page)).toMatchInlineSnapshot(`
      "Loader  1 change in 1 execution
        type    field  verdict   change
        CREATE  id     additive  → int64

      Cleaner  2 changes in 2 executions
        type       field  verdict     in    change
        UPDATE     id     compatible  drop  count 2 → 1, distinct 2 → 1, min 1 → 2, mean 1.5 → 2, std 0.7071 → none
        TRANSFORM  id     breaking    fill  int64 → float64 (cast), min 1 → 1.5, max 2 → 2.5, mean 1.5 → 2"
    `);
  });

  it("fit a narrow terminal as far as one name does", async () => {
    const report = reportChanges(await changingRun(), {});
    for (const width of [64, 70, 80, 120]) {
      const lines = renderChangeLines(report, { ...page, width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it("that are none of those asked for are not the same as none", async () => {
    const status = await changingRun();
    expect(renderChangeLines(reportChanges(status, { module: "Loader", type: "DELETE" }), page)).toMatch(
      /^none of \d+ changes is one of these$/u,
    );
    expect(renderChangeLines(reportChanges(small, {}), page)).toBe("no changes");
  });
});

describe("the snapshots of a run", () => {
  it("are listed with the fields before and after, and the path that tells them apart", async () => {
    const report = reportSnapshots(await changingRun(), { module: "Fitter", phase: "after" });
    expect(renderSnapshots(report, page).replaceAll(/\d\d:\d\d:\d\d\.\d{3}/gu, "HH:MM:SS.mmm")).toMatchInlineSnapshot(`
      "  snapshot  time (UTC)    phase  state        execution       fields  below
        RUN:11    HH:MM:SS.mmm  after  ✓ Completed  Fitter[narrow]  2 → 3   drop
        RUN:16    HH:MM:SS.mmm  after  ✓ Completed  Fitter[wide]    2 → 6   drop
        RUN:24    HH:MM:SS.mmm  after  ✓ Completed  Fitter[narrow]  3 → 4   fill
        RUN:29    HH:MM:SS.mmm  after  ✓ Completed  Fitter[wide]    3 → 7   fill"
    `);
  });

  it("are listed by number where the ids are too long for the terminal", () => {
    const text = renderSnapshots(reportSnapshots(small, {}), { ...page, width: 50 });
    expect(text.split("\n").slice(0, 3)).toMatchInlineSnapshot(`
      [
        "  ids read RUN:NUMBER",
        "  3",
        "    time (UTC) 03:04:05.000  phase before",
      ]
    `);
  });

  it("are the newest when a limit is set, and it is said how many are before them", () => {
    const all = reportSnapshots(small, {});
    for (let limit = 1; limit <= all.found + 1; limit++) {
      const report = reportSnapshots(small, {}, limit);
      expect(report.found).toBe(all.snapshots.length);
      expect(report.snapshots).toEqual(all.snapshots.filter((_, place) => place >= all.found - limit));
      const [first = "", ...lines] = renderSnapshots(report, page).split("\n");
      const earlier = Math.max(0, all.found - limit);
      expect(first.startsWith("  …") ? first : "none").toBe(
        earlier > 0 ? `  … ${earlier} earlier: --limit ${all.found} lists all` : "none",
      );
      expect(lines).toHaveLength(Math.min(limit, all.found) + (earlier > 0 ? 1 : 0));
    }
  });

  it("say in which state an execution is from then on", () => {
    const { snapshots } = reportSnapshots(small, {});
    for (const { snapshotId, experimentKey, state } of snapshots)
      expect(small.statusAt(snapshotId).getState(experimentKey)).toBe(state);
  });
});

describe("a name the run does not have", () => {
  const refusal = (filter: NameFilter): Promise<string> =>
    Effect.runPromise(
      Effect.match(requireNames(small, filter), { onFailure: ({ message }) => message, onSuccess: () => "" }),
    );

  it.each<[NameFilter, RegExp]>([
    [{ module: "Loadr" }, /--module Loadr: the run has no module of that name\. Did you mean Loader\?/u],
    [{ module: "Splitter" }, /There are Loader, Fit\./u],
    [{ experiment: "goood" }, /Did you mean good\?/u],
    [{ module: "Fit", experiment: "good" }, /There are quick\./u],
    [{ key: "Loader[goof]" }, /Did you mean Loader\[good\]\?/u],
    [{ field: "age" }, /There are none at all\./u],
  ])("%j is refused with the nearest one", async (filter, expected) => {
    expect(await refusal(filter)).toMatch(expected);
  });

  it("is not one that it has", async () => {
    expect(await refusal({ module: "Loader", experiment: "good", key: "Loader[good]_Fit[quick]" })).toBe("");
  });
});

describe("places", () => {
  it("are told by the names that tell them from the others, and by their number where no names do", () => {
    const keys = ["a", "b"].flatMap((x) => ["p", "q", "r"].map((y) => `L[one]_M[${x}]_N[${y}]`));
    const those = (...names: readonly string[]) => keys.filter((key) => names.some((name) => key.includes(name)));
    expect(describePlaces(keys, keys)).toBe("all 6");
    expect(describePlaces(those("[a]"), keys)).toBe("a");
    expect(describePlaces(those("[p]", "[q]"), keys)).toBe("p/q");
    expect(describePlaces(those("[a]_N[p]"), keys)).toBe("a › p");
    expect(describePlaces(those("[a]_N[p]", "[b]_N[q]"), keys)).toBe("p/q (2 of 6 executions)");
    expect(describePlaces(those("[a]", "[b]_N[q]", "[b]_N[r]"), keys)).toBe("5 of 6 executions");
  });

  it("that are told by names alone are exactly the executions with those names; of others the number is told", () => {
    const all = ["a", "b", "c"].flatMap((x) => ["p", "q"].map((y) => `M[${x}]_N[${y}]`));
    assert(
      property(subarray(all, { minLength: 1, maxLength: 5 }), (keys) => {
        const text = describePlaces(keys, all);
        const parts = text.split(" › ").map((part) => part.split("/"));
        const named = all.filter((key) => parts.every((names) => names.some((name) => key.includes(`[${name}]`))));
        expect(named.join(" ") === keys.join(" ") || text.includes(`${keys.length} of 6 executions`)).toBe(true);
      }),
    );
  });
});

describe("the list of runs", () => {
  const run = (name: string, more: Partial<StoredRun>): StoredRun => ({
    runId: name as RunId,
    workflow: "small",
    startedAt: 1_000_000,
    updatedAt: 1_065_000,
    state: "Completed",
    records: 12,
    executions: { NotStarted: 0, InProgress: 0, Completed: 71, Failed: 0 },
    owned: false,
    ...more,
  });
  const runs = [
    run("live", {
      state: "InProgress",
      owned: true,
      executions: { NotStarted: 32, InProgress: 1, Completed: 36, Failed: 2 },
    }),
    run("left", { state: "InProgress", executions: { NotStarted: 1, InProgress: 1, Completed: 0, Failed: 0 } }),
    run("bad\u202e", {
      state: "Failed",
      workflow: "other",
      executions: { NotStarted: 0, InProgress: 0, Completed: 0, Failed: 1 },
    }),
    run("done", {}),
  ];

  it("says how far each is, and how long it took", () => {
    expect(renderRuns(listRuns(runs, 1_010_000), 3, page)).toMatchInlineSnapshot(`
      "  run        workflow  state        executions                time  started
        live       small     in progress  36 of 71, 2 failed        10 s  1970-01-01T00:16:40Z
        left       small     unfinished   0 of 2              1 min 05 s  1970-01-01T00:16:40Z
        bad\\u202e  other     Failed       0 of 1, 1 failed    1 min 05 s  1970-01-01T00:16:40Z
        done       small     Completed    71 of 71            1 min 05 s  1970-01-01T00:16:40Z
        … 3 more: --limit 7 lists all"
    `);
    expect(renderRuns([], 0, page)).toBe("no runs");
  });

  it("is narrowed down by state and workflow", () => {
    const ids = (filter: Parameters<typeof listRuns>[2]) => listRuns(runs, 0, filter).map(({ runId }) => runId);
    expect(ids({ state: "unfinished" })).toEqual(["left"]);
    expect(ids({ state: "in progress" })).toEqual(["live"]);
    expect(ids({ workflow: "other" })).toEqual(["bad\u202e"]);
    expect(ids({ workflow: "small", state: "Failed" })).toEqual([]);
  });
});
