import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect, type Inspector } from "../../src/inspector/index.ts";
import type { JournalRecord } from "../../src/journal/record.ts";
import type { FieldChange } from "../../src/schema/field-change.ts";
import { Status } from "../../src/status/status.ts";
import type { TimingGroup, TimingTable } from "../../src/status/timing.ts";
import { formatDuration } from "../../src/text/format-duration.ts";
import { experimentKey } from "../../src/workflow/experiment-key.ts";
import { openBrowser } from "./open-browser.ts";
import { openRun } from "./open-run.ts";

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

let browser: Browser;
let inspector: Inspector;
let records: readonly JournalRecord[];
let runId: string;
beforeAll(async () => {
  browser = await openBrowser();
  const executor = new Executor({ workflow, config });
  inspector = await inspect(executor);
  ({ runId } = await executor.run());
  ({ records } = executor.status);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await inspector.close();
});

/** The end, and two moments on the way. */
const moments = (): readonly number[] => [records.length, Math.floor(records.length / 2), 20];

/** Goes to a view of the run at a record, as its address says. */
const goTo = async (page: Page, view: string, seq: number, selected?: number): Promise<void> => {
  const at = selected === undefined ? "" : `&sel=${selected}`;
  await page.evaluate((hash) => location.assign(hash), `#/run/${runId}/${view}?seq=${seq}${at}`);
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
    const { page, context, complaints } = await openRun(browser, inspector.link(runId));
    for (const seq of moments()) {
      const timing = Status.fromJournal(records.slice(0, seq)).getTiming();
      await goTo(page, "timing", seq);
      for (const by of ["step", "experiment", "module"] as const) {
        await page.getByRole("button", { name: `by ${by}` }).click();
        const shown = await cellsOf(page, "table.timing tbody tr");
        expect([seq, by, shown.map((cells) => cells.slice(0, -1))]).toEqual([seq, by, expectedRows(timing, by)]);
      }
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("Changes", () => {
  const nameOf = ({ target }: FieldChange): string => (target.kind === "dataset" ? "the frame" : target.path.join("."));

  /** What each module did, for how many executions; the same changes of the same module once. */
  const stepsOf = ({ changes }: Status) => {
    const steps = new Map<string, { readonly moduleName: string; executions: number; readonly rows: string[][] }>();
    for (const own of Map.groupBy(changes, (change) => change.experimentKey).values()) {
      const moduleName = own[0]?.moduleName ?? "";
      const rows = own.map((change) => [change.type, nameOf(change), change.verdict]);
      const told = JSON.stringify([moduleName, rows]);
      const known = steps.get(told);
      if (known === undefined) steps.set(told, { moduleName, executions: 1, rows });
      else known.executions++;
    }
    return Array.from(steps.values());
  };

  const shownSteps = (page: Page) =>
    page.locator("[data-step]").evaluateAll((sections) =>
      sections.map((section) => ({
        moduleName: section.getAttribute("data-step"),
        executions: Number(/\d+/u.exec(section.querySelector("h2 .muted")?.textContent ?? "")?.[0]),
        rows: Array.from(section.querySelectorAll("tr"), ({ cells }) => [
          cells[0]?.innerText.replace(/^\S+\s+/u, ""),
          cells[1]?.innerText,
          cells[3]?.innerText,
        ]),
      })),
    );

  test("has every change of the status once for all executions that made it, at any record", async () => {
    const { page, context } = await openRun(browser, inspector.link(runId));
    for (const seq of moments()) {
      const status = Status.fromJournal(records.slice(0, seq));
      const steps = stepsOf(status);
      await goTo(page, "changes", seq);
      // The changes of each step are asked for when it is shown.
      await expect.poll(() => shownSteps(page)).toEqual(steps);
      const said = `${status.changes.length} changes, ${steps.length} different step`;
      expect(await page.locator("main .tools").innerText()).toContain(said);
    }
    await context.close();
  });
});

describe("Schemas", () => {
  test("has the columns and types that the status has of every execution of a path, at any record", async () => {
    const { page, context } = await openRun(browser, inspector.link(runId));
    const { plan } = Status.fromJournal(records);
    for (const [seq, selected] of [
      [records.length, 2],
      [records.length, 3],
      [records.length, 8],
      [20, 5],
      [5, 2],
    ] as const) {
      const status = Status.fromJournal(records.slice(0, seq));
      const { path } = plan.execution(selected);
      const keys = path.map((_, place) => experimentKey(path.slice(0, place + 1)));
      const schemas = keys.map((key) => status.getExecution(key).schemaAfter ?? undefined);
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
      ]);
      await expect.poll(() => cellsOf(page, "table.schemas tbody tr")).toEqual(expected);
      const [, ...heads] = (await cellsOf(page, "table.schemas thead tr"))[0] ?? [];
      expect(heads.map((head) => head.split("\n").at(-1))).toEqual(
        schemas.map((schema) => (schema === undefined ? "no frame" : `${schema.rows ?? ""} rows`)),
      );
    }
    await context.close();
  });
});
