import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect, type Inspector } from "../../src/inspector/index.ts";
import { openBrowser } from "./open-browser.ts";
import { openRun } from "./open-run.ts";
import { settledText } from "./settled-text.ts";
import { viewIds } from "./view-ids.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core");

let browser: Browser;
let inspector: Inspector;
let runId: string;
beforeAll(async () => {
  browser = await openBrowser();
  const workflow = defineWorkflow("seen")
    .module("Loader", { run: () => [{ id: 1, age: "7" }] })
    .module("Cleaner", {
      run: ({ input, experimentName }) => {
        if (experimentName === "broken") throw new Error("no rows left");
        return input.data.map(({ id, age }) => ({ id, age: Number(age) }));
      },
    });
  const executor = new Executor({ workflow, config: { Loader: { one: {} }, Cleaner: { plain: {}, broken: {} } } });
  inspector = await inspect(executor);
  ({ runId } = await executor.run());
}, 60_000);
afterAll(async () => {
  await browser.close();
  await inspector.close();
});

declare const window: { readonly axe: typeof axe };

describe("the page", () => {
  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["forced colours", { forcedColors: "active" }],
  ] as const)(
    "has no serious fault that axe finds, in any view, in %s",
    async (_, options) => {
      const { page, context } = await openRun(browser, inspector.link(runId), { ...options, bypassCSP: true });
      await page.addScriptTag({ path: axePath });
      for (const view of viewIds) {
        await page.locator(`nav [data-view="${view}"]`).click();
        await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
        await settledText(page);
        const { violations } = await page.evaluate(() => window.axe.run());
        const serious = violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ""}`);
        expect([view, serious]).toEqual([view, []]);
      }
      await context.close();
    },
    60_000,
  );

  test("does not scroll sideways as a whole at 800 pixels, nor at twice the size of text", async () => {
    for (const viewport of [
      { width: 800, height: 600 },
      { width: 640, height: 400 },
    ]) {
      const { page, context } = await openRun(browser, inspector.link(runId), { viewport });
      for (const view of viewIds) {
        await page.locator(`nav [data-view="${view}"]`).click();
        await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
        const [wide, seen] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        expect([view, wide]).toEqual([view, seen]);
      }
      await context.close();
    }
  }, 60_000);
});
