import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import type { Change } from "../../src/status/change.ts";
import { Status } from "../../src/status/status-from-journal.ts";
import type { TimingGroup, TimingTable } from "../../src/status/timing.ts";
import { formatDuration } from "../../src/text/format-duration.ts";
import { experimentKey } from "../../src/workflow/experiment-key.ts";
import { shownRun } from "./shown-run.ts";

/** Steps, a retry, failures, a frame that all kinds of change are made to, and an output that is no frame. */
const workflow = defineWorkflow("worded")
  .module("Loader", { run: ({ step }) => step("read", () => [{ id: 1, name: "a", age: "7" }]) })
  .module("Cleaner", {
    retry: { times: 1 },
    run: ({ input, experimentName, attempt, step }) => {
      if (experimentName === "flaky" && attempt === 1) throw new Error("not at once");
      if (experimentName === "broken") throw new TypeError("no rows left");
      const rows = step("parse", () => input.data.map(({ id, age }) => ({ id, age: Number(age) })));
      return step("score", () => rows.map(({ id, age }) => ({ id, age, score: null as number | null })));
    },
  })
  .module("Reporter", {
    run: ({ input, experimentName }) => (experimentName === "count" ? input.data.length : input.data),
  });

const config = {
  Loader: { one: {}, two: {} },
  Cleaner: { plain: {}, flaky: {}, broken: {} },
  Reporter: { same: {}, count: {} },
};

const shown = shownRun(new Executor({ workflow, config }));

/** The end, and two moments on the way. */
const moments = (): readonly number[] => [shown.records.length, Math.floor(shown.records.length / 2), 20];

/** Goes to a view of the run at a record, as its address says. */
const goTo = async (page: Page, view: string, seq: number, selected?: number): Promise<void> => {
  const at = selected === undefined ? "" : `&sel=${selected}`;
  await page.evaluate((hash) => location.assign(hash), `#/run/${shown.runId}/${view}?seq=${seq}${at}`);
  await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
  await page.locator(`[data-seq="${seq}"]`).waitFor();
};

const cellsOf = (page: Page, rows: string): Promise<readonly (readonly string[])[]> =>
  page
    .locator(rows)
    .evaluateAll((all) =>
      all.map((row) =>
        row instanceof HTMLTableRowElement ? Array.from(row.cells, (cell) => cell.innerText.trim()) : [],
      ),
    );

describe("Timing", () => {
  interface Row {
    readonly sum: number;
    readonly cells: readonly string[];
  }
  const rowOf = (name: string, { count, p50, p95, mean, max, sum }: TimingGroup, failed: number): Row => {
    const times = [p50, p95, mean, max, sum].map((seconds) => formatDuration(seconds * 1000));
    return { sum, cells: [name, String(count), String(failed), ...times] };
  };
  const failedOf = (timing: TimingTable): number => timing.filter({ stepName: "run", state: "Failed" }).length;
  const ownSteps = new Set(["run", "queue", "attempt", "wait"]);

  const ofModule = {
    module: (own: TimingTable) => own.groupBy("moduleName").map((group) => rowOf(group.key, group, failedOf(own))),
    experiment: (own: TimingTable, moduleName: string) =>
      own
        .groupBy("experimentName")
        .map((group) =>
          rowOf(`${moduleName} ${group.key}`, group, failedOf(own.filter({ experimentName: group.key }))),
        ),
    step: (own: TimingTable, moduleName: string) =>
      own
        .groupBy("stepName")
        .filter(({ key }) => !ownSteps.has(key))
        .map((group) => rowOf(`${moduleName} ${group.key}`, group, 0)),
  };

  /** The rows of the table, most time first, as the status has them. */
  const expectedRows = (timing: TimingTable, by: keyof typeof ofModule) =>
    Object.keys(config)
      .flatMap((moduleName) => ofModule[by](timing.filter({ moduleName }), moduleName))
      .toSorted((a, b) => b.sum - a.sum)
      .map(({ cells }) => cells);

  test("has the groups and times that getTiming has, at any record", async () => {
    const { page, context, complaints } = await shown.open();
    for (const seq of moments()) {
      const timing = Status.fromJournal(shown.records.slice(0, seq)).getTiming();
      await goTo(page, "timing", seq);
      for (const by of ["step", "experiment", "module"] as const) {
        await page.getByRole("button", { name: `by ${by}` }).click();
        const told = await cellsOf(page, "table.timing tbody tr");
        expect([seq, by, told.map((cells) => cells.slice(0, -1))]).toEqual([seq, by, expectedRows(timing, by)]);
      }
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("Changes", () => {
  const nameOf = ({ target }: Change): string => (target.kind === "dataset" ? "the frame" : target.path.join("."));

  /** In how many executions a module did something of this type and verdict to a column. */
  const timesOf = (changes: readonly Change[]) => {
    const times = new Map<string, number>();
    for (const change of changes) {
      const key = [change.moduleName, change.type, nameOf(change), change.verdict].join(" ");
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    return times;
  };

  const headsOf = (changes: readonly Change[]): readonly string[] =>
    Array.from(
      Map.groupBy(changes, ({ moduleName }) => moduleName),
      ([moduleName, made]) => {
        const executions = new Set(made.map((change) => change.experimentKey)).size;
        return `${moduleName} · ${made.length} changes in ${executions} execution${executions === 1 ? "" : "s"}`;
      },
    );

  /** Each line of each module, with the number of its executions. */
  const shownLines = (page: Page) =>
    page.locator("[data-step] [data-change]").evaluateAll((rows) =>
      rows.map((row) => ({
        moduleName: row.closest("[data-step]")?.getAttribute("data-step") ?? "",
        executions: Number(row.getAttribute("data-executions")),
        cells: row instanceof HTMLTableRowElement ? Array.from(row.cells, (cell) => cell.innerText) : [],
      })),
    );

  const shownTimes = async (page: Page) => {
    const times = new Map<string, number>();
    for (const { moduleName, executions, cells } of await shownLines(page))
      for (const name of (cells[1] ?? "").split(", ")) {
        const key = [moduleName, cells[0]?.replace(/^\S+\s+/u, ""), name, cells[3]].join(" ");
        times.set(key, (times.get(key) ?? 0) + executions);
      }
    return times;
  };

  test("has every change of the status, with the number of executions that made it, at any record", async () => {
    const { page, context } = await shown.open();
    for (const seq of moments()) {
      const { changes } = Status.fromJournal(shown.records.slice(0, seq));
      await goTo(page, "changes", seq);
      // The changes are asked for when they are shown.
      await expect.poll(() => shownTimes(page)).toEqual(timesOf(changes));
      expect(await page.locator("[data-step] h2").allInnerTexts()).toEqual(headsOf(changes));
      expect(await page.locator("main .tools").innerText()).toContain(`${changes.length} changes, `);
      // What is alike is on one line.
      const lines = (await shownLines(page)).map(({ moduleName, cells }) => [moduleName, ...cells].join(" "));
      expect(new Set(lines).size).toBe(lines.length);
    }
    await context.close();
  });

  test("leads from a line that is opened to the executions that made it", async () => {
    const { page, context } = await shown.open();
    await goTo(page, "changes", shown.records.length);
    const created = page.locator('[data-step="Cleaner"] [data-change="CREATE"]');
    expect(await created.getByRole("button").innerText()).toBe("all 4");
    await created.getByRole("button").press("Enter");
    expect(await page.locator("[data-opened] li").allInnerTexts()).toEqual(
      ["one", "two"].flatMap((loaded) => ["plain", "flaky"].map((cleaned) => `Loader[${loaded}]_Cleaner[${cleaned}]`)),
    );
    await page.getByRole("button", { name: "Loader[two]_Cleaner[flaky]" }).click();
    await page.locator('main[data-view="schemas"]').waitFor();
    expect(page.url()).toContain("sel=");
    await context.close();
  });
});

const stateWords = { NotStarted: "not started", InProgress: "in progress", Failed: "failed" } as const;

describe("Schemas", () => {
  test("has the columns and types that the status has of every execution of a path, at any record", async () => {
    const { page, context } = await shown.open();
    const { plan } = Status.fromJournal(shown.records);
    for (const [seq, selected] of [
      [shown.records.length, 2],
      [shown.records.length, 3],
      [shown.records.length, 8],
      [20, 5],
      [5, 2],
    ] as const) {
      const status = Status.fromJournal(shown.records.slice(0, seq));
      const { path } = plan.execution(selected);
      const keys = path.map((_, place) => experimentKey(path.slice(0, place + 1)));
      const views = keys.map((key) => status.getExecution(key));
      const completed = views.filter(({ state }) => state === "Completed");
      const schemas = completed.map(({ schemaAfter }) => schemaAfter ?? undefined);
      await goTo(page, "schemas", seq, selected);
      const names = new Set(schemas.flatMap((schema) => schema?.fields.map(({ name }) => name) ?? []));
      const expected = Array.from(names, (name) => [
        name,
        ...schemas.map((schema, place) => {
          const is = (each: typeof schema) => each?.fields.find((field) => field.name === name);
          const field = is(schema);
          if (field !== undefined)
            return `${field.type}${field.nullable ? "?" : ""}${field.logical === undefined ? "" : ` (${field.logical})`}`;
          return place > 0 && is(schemas[place - 1]) !== undefined ? "deleted" : "";
        }),
        // What failed or never ran deleted nothing: one empty cell stands for all of that.
        ...(completed.length < views.length ? [""] : []),
      ]);
      await expect.poll(() => cellsOf(page, "table.schemas tbody tr")).toEqual(expected);
      const [, ...heads] = (await cellsOf(page, "table.schemas thead tr"))[0] ?? [];
      expect(heads.map((head) => head.split("\n").at(-1)?.trim())).toEqual(
        views.map(({ state, schemaAfter }) =>
          state === "Completed" ? (schemaAfter ? `${schemaAfter.rows ?? ""} rows` : "no frame") : stateWords[state],
        ),
      );
    }
    await context.close();
  });
});
