import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { shownRun } from "./shown-run.ts";

/** More different steps than are shown at first, of which only the last has the column `rare`. */
const sizes = Array.from({ length: 30 }, (_, place) => `rows ${place + 1}`);

const workflow = defineWorkflow("columns")
  .module("Loader", {
    run: ({ experimentName }) => {
      const count = Number(experimentName.slice("rows ".length));
      return Array.from({ length: count }, (_, n) => ({ city: "a", n, ...(count === sizes.length && { rare: 1 }) }));
    },
  })
  .module("Namer", {
    run: ({ input, declare }) => {
      declare({ renamed: { city: "place" } });
      return input.data.map(({ city, n }) => ({ place: city, n: String(n) }));
    },
  });

const config = { Loader: Object.fromEntries(sizes.map((name) => [name, {}])), Namer: { rename: {} } };

const shown = shownRun(new Executor({ workflow, config }));

const eventsOf = (page: Page): Promise<readonly (string | null)[]> =>
  page.locator("[data-event]").evaluateAll((all) => all.map((each) => each.getAttribute("data-event")));

describe("columns", () => {
  test("are looked for in all steps, not only in those that are shown", async () => {
    const { page, context, complaints } = await shown.open();
    await page.locator('[data-view="changes"]').first().click();
    const lines = page.locator("[data-change]");
    // A line for each number of rows, and the columns; then what Namer did.
    await expect.poll(() => lines.count()).toBe(sizes.length + 3 + 3);
    await page.getByLabel("Filter by column").fill("rare");
    await page.locator('[data-found="2"]').waitFor();
    await page.getByLabel("Type of change").selectOption("DELETE");
    await page.locator('[data-found="1"]').waitFor();
    expect(await lines.allInnerTexts()).toEqual([expect.stringMatching(/DELETE\s+rare/u)]);
    await page.getByLabel("Filter by column").fill("");
    await page.getByLabel("Type of change").selectOption("TRANSFORM");
    await page.locator('[data-found="30"]').waitFor();
    expect(await lines.allInnerTexts()).toEqual([expect.stringMatching(/TRANSFORM\s+n\s.*\sall 30$/su)]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("have a biography under all of their names, and show what they were before and after", async () => {
    const { page, context, complaints } = await shown.open();
    await page.locator('[data-view="schemas"]').first().click();
    await page.getByRole("button", { name: "place", exact: true }).click();
    await expect.poll(async () => (await eventsOf(page)).length).toBe(31);
    expect(await eventsOf(page)).toEqual([...sizes.map((name) => `Loader[${name}] CREATE`), "Namer[rename] UPDATE"]);
    await page.getByText("also called city").waitFor();
    await page.locator('[data-event="Namer[rename] UPDATE"] th button').press("Enter");
    const [before, after] = [page.locator('[data-side="before"]'), page.locator('[data-side="after"]')];
    await expect.poll(() => before.innerText()).toContain('"name": "city"');
    await expect.poll(() => after.innerText()).toContain('"name": "place"');
    expect(page.url()).toContain("filter=place");
    await page.locator('[data-event="Namer[rename] UPDATE"] th button').press("Enter");
    await expect.poll(() => before.count()).toBe(0);
    await page.locator('[data-field="n"] [data-mark="TRANSFORM"] button').press("Enter");
    await expect.poll(() => before.innerText()).toContain('"type": "int64"');
    expect(await after.innerText()).toContain('"type": "utf8"');
    if (process.env["SHOTS"] !== undefined) await page.screenshot({ path: "/tmp/schemas.png" });
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("changes of very many different steps", () => {
  test("are told of the first of them, and of all when they are asked for", async () => {
    const names = Array.from({ length: 520 }, (_, place) => `e${place}`);
    const many = defineWorkflow("many").module("Loader", {
      run: ({ experimentName }) => [{ id: 1, [`of ${experimentName}`]: 1 }],
    });
    const loaded = Object.fromEntries(names.map((name) => [name, {}]));
    const executor = new Executor({ workflow: many, config: { Loader: loaded } });
    const inspector = await inspect(executor);
    const { runId } = await executor.run();
    const { page, context, complaints } = await shown.openLink(inspector.link(runId));
    await page.locator('nav [data-view="changes"]').click();
    const head = page.locator('[data-step="Loader"] h2');
    // The frame, its id, and a column of its own.
    await expect.poll(() => head.innerText()).toBe("Loader · 1,500 changes in 500 executions");
    await page.getByText("of the first 500 of 520 different steps").waitFor();
    await page.getByRole("button", { name: "Look through all of them" }).click();
    await expect.poll(() => head.innerText()).toBe("Loader · 1,560 changes in 520 executions");
    const lines = page.locator("[data-change]");
    expect(await lines.count()).toBe(40);
    await page.getByRole("button", { name: "Show more of 482 lines" }).click();
    await expect.poll(() => lines.count()).toBe(80);
    expect(complaints).toEqual([]);
    await context.close();
    await inspector.close();
  });
});
