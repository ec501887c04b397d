/** On a phone everything of a run is in sight: nothing but a large statechart is wider than the page. */
import { expect, test } from "vitest";

import { Executor, type ModuleType, type WorkflowDefinition } from "../../src/index.ts";
import { shownRun } from "./shown-run.ts";
import { viewIds } from "./view-ids.ts";

const names = Array.from({ length: 24 }, (_, place) => `Module${place + 1}`);
const row = { id: 1, age: "41", city_of_residence_of_the_customer: "Ulm" };
const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
  name: "deep",
  modules: ["Loader", ...names].map((moduleName) => ({
    moduleName,
    params: undefined,
    run: ({ experimentName }) => {
      if (experimentName === "broken") throw new Error("no rows left");
      return [moduleName === "Loader" ? row : { ...row, age: 41 }];
    },
  })),
};

const experiments = { an_experiment_of_a_long_name: {}, broken: {} };
const config = {
  Loader: { adult_census_income: {} },
  ...Object.fromEntries(names.map((name) => [name, name === "Module24" ? experiments : { same: {} }])),
};

const shown = shownRun(new Executor({ workflow, config }));
const phone = { viewport: { width: 390, height: 844 } };
const last = names.length;

const openAt = async (view: string) => {
  const opened = await shown.open(phone);
  const hash = `#/run/${shown.runId}/${view}${view === "overview" ? "" : `?sel=${last}`}`;
  await opened.page.evaluate((to) => location.assign(to), hash);
  await opened.page.locator(`main[data-view="${view}"] > *`).first().waitFor();
  return opened;
};

test("no view is wider than the page, and the tab of the one that is shown is in sight", async () => {
  const { page, context, complaints } = await openAt("overview");
  for (const view of viewIds) {
    await page.locator(`.tab[data-view="${view}"]`).click();
    await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
    const wider = await page.evaluate(() =>
      Array.from(document.querySelectorAll("html, main, .text-view:not(.charts) .wide, .charts section"))
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ tagName, scrollWidth }) => `${tagName} ${scrollWidth}`),
    );
    expect([view, wider]).toEqual([view, []]);
  }
  await page.evaluate((hash) => location.assign(hash), `#/run/${shown.runId}/overview`);
  await page.locator('main[data-view="overview"]').waitFor();
  for (const view of ["log", "overview", "timing"]) {
    await page.evaluate((hash) => location.assign(hash), `#/run/${shown.runId}/${view}`);
    await page.locator(`.tab.on[data-view="${view}"]`).waitFor();
    const tab = await page.locator(".tab.on").boundingBox();
    expect(tab?.x).toBeGreaterThanOrEqual(0);
    expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(390);
  }
  expect(complaints).toEqual([]);
  await context.close();
});

test("a long path is its ends, and all of it when that is asked for", async () => {
  const { page, context } = await openAt("tree");
  const key = page.locator(".detail-key");
  await expect.poll(() => key.innerText()).toMatch(/^Loader\[adult_census_income\]_ … 21 more … _Module22/u);
  await key.getByRole("button", { name: "21 more" }).click();
  expect(await key.innerText()).toContain("]_Module11[same]_Module12[same]_");
  await key.getByRole("button", { name: "show its ends" }).click();
  expect(await key.innerText()).not.toContain("Module11");
  // Another execution is folded again, and a name at this depth is not pushed out of the page.
  const shownRow = page.locator(`[data-execution="${last}"]`).first();
  expect((await shownRow.locator(".tree-module").boundingBox())?.x).toBeLessThan(260);
  await context.close();
});

test("a statechart that could not be read when it fits has its full size, with the active state in sight", async () => {
  const { page, context } = await openAt("statechart");
  const chart = page.locator('[data-chart="run"]');
  const widthOf = async () => (await chart.boundingBox())?.width ?? 0;
  expect(await widthOf()).toBeGreaterThan(800);
  const lit = await chart.locator("[data-active=true] > .chart-box").last().boundingBox();
  expect(lit?.x).toBeGreaterThanOrEqual(0);
  expect((lit?.x ?? 0) + (lit?.width ?? 0)).toBeLessThanOrEqual(390);
  // Only the chart is moved aside, not what is said of it.
  expect((await page.locator("main h2").first().boundingBox())?.x).toBeGreaterThanOrEqual(0);
  await page.getByRole("button", { name: "Fit" }).first().click();
  expect(await widthOf()).toBeLessThanOrEqual(358);
  await page.getByRole("button", { name: "Full size" }).click();
  expect(await widthOf()).toBeGreaterThan(800);
  expect(await page.locator("main h2").first().innerText()).toMatch(/^Run\s+failed$/u);
  await context.close();
});

test("the schemas of many modules say where a column became what, and nothing of them is beside the page", async () => {
  const { page, context } = await openAt("schemas");
  const age = page.locator('[data-field="age"]');
  await age.waitFor();
  const wide = page.getByRole("group", { name: "Schemas along the path" });
  expect(await wide.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  const shownCells = age.locator("td:visible");
  expect(await shownCells.allInnerTexts()).toEqual(["utf8", "int64"]);
  const told = await shownCells.evaluateAll((cells) =>
    cells.map((cell) => ["::before", "::after"].map((part) => getComputedStyle(cell, part).content)),
  );
  expect(told).toEqual([
    ["none", '" Loader"'],
    ['"→ "', '" Module1"'],
  ]);
  await context.close();
});

test("a line of the log ends on the page, with an ellipsis where a name has no room", async () => {
  const { page, context } = await openAt("log");
  const line = page.locator("[data-record]", { hasText: "an_experiment_of_a_long_name" }).first();
  await line.waitFor();
  const ends = await line
    .locator("span:visible")
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().right));
  expect(Math.max(...ends)).toBeLessThanOrEqual(390);
  const about = line.locator(".log-about");
  expect(await about.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
  await context.close();
});

test("a run that is not there is said to be none, in sentences", async () => {
  const { page, context } = await openAt("overview");
  await page.evaluate(() => location.assign("#/run/nowhere/tree"));
  const told = page.getByRole("alert");
  await told.waitFor();
  expect(await told.innerText()).toMatch(/^nowhere cannot be shown: .*There is no run nowhere\. See all runs$/u);
  await context.close();
});
