import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createActor, setup } from "xstate";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect, type Inspector } from "../../src/inspector/index.ts";
import { settledText } from "./settled-text.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { viewIds } from "./view-ids.ts";

const axePath = createRequire(import.meta.url).resolve("axe-core");

const openLink = sharedBrowser();
let inspector: Inspector;
let runId: string;
let earlierId: string;
beforeAll(async () => {
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
  ({ runId: earlierId } = await executor.run());
  const valve = setup({}).createMachine({
    id: "valve",
    initial: "shut",
    states: { shut: { on: { TURN: "open" } }, open: { on: { TURN: "shut" } } },
  });
  createActor(valve, { inspect: inspector.watch }).start().send({ type: "TURN" });
  ({ runId } = await executor.run());
}, 60_000);
afterAll(async () => {
  await inspector.close();
});

declare const window: { readonly axe: typeof axe };

const seriousFaults = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ""}`);
};

describe("the page", () => {
  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["forced colours", { forcedColors: "active" }],
  ] as const)(
    "has no serious fault that axe finds, in any view, in %s",
    async (_, options) => {
      const { page, context } = await openLink(inspector.link(runId), { ...options, bypassCSP: true });
      await page.addScriptTag({ path: axePath });
      for (const view of viewIds) {
        await page.locator(`nav [data-view="${view}"]`).click();
        await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
        await settledText(page);
        // What is folded away is looked at too.
        const folded = await page.locator("details:not([open]) > summary").all();
        for (const more of folded) await more.click();
        if (folded.length > 0) await settledText(page);
        expect([view, folded.length]).toEqual([view, view === "statechart" ? 1 : 0]);
        expect([view, await seriousFaults(page)]).toEqual([view, []]);
      }
      await context.close();
    },
    60_000,
  );

  test("has none in the list of runs, where two are compared, and in the help, in light and dark", async () => {
    const { page, context } = await openLink(inspector.link(), { bypassCSP: true });
    await page.addScriptTag({ path: axePath });
    const check = async (place: string): Promise<void> => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect([place, colorScheme, await seriousFaults(page)]).toEqual([place, colorScheme, []]);
      }
    };
    for (const each of [earlierId, runId]) await page.getByLabel(`Compare ${each}`, { exact: true }).check();
    await check("runs");
    await page.getByRole("link", { name: "Compare" }).click();
    await page.locator("[data-kind]").first().waitFor();
    await check("compare");
    await page.goBack();
    await page.locator(`[data-run="${runId}"] a`).click();
    await page.locator("[data-run-state]").waitFor();
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await check("help");
    await context.close();
  }, 60_000);

  test("does not scroll sideways as a whole at 800 pixels, at twice the size of text, nor on a phone", async () => {
    for (const viewport of [
      { width: 800, height: 600 },
      { width: 640, height: 400 },
      { width: 360, height: 640 },
    ]) {
      const { page, context } = await openLink(inspector.link(runId), { viewport });
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
