import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect, type Inspector } from "../../src/inspector/index.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { viewIds } from "./view-ids.ts";

const openLink = sharedBrowser();
let inspector: Inspector;
let runId: string;
const gate = Promise.withResolvers<void>();
let over: Promise<unknown>;
beforeAll(async () => {
  const workflow = defineWorkflow("held")
    .module("Loader", { run: () => [{ id: 1, age: "7" }] })
    .module("Cleaner", {
      run: async ({ input, experimentName }) => {
        if (experimentName === "broken") throw new Error("no rows left");
        if (experimentName === "waits") await gate.promise;
        return input.data.map(({ id, age }) => ({ id, age: Number(age) }));
      },
    });
  const config = { Loader: { one: {} }, Cleaner: { plain: {}, waits: {}, broken: {} } };
  const executor = new Executor({ workflow, config, concurrency: 2 });
  inspector = await inspect(executor);
  over = executor.run();
  await vi.waitUntil(() => executor.status.executionCounts.Failed === 1);
  runId = executor.status.runId ?? "";
}, 60_000);
afterAll(async () => {
  gate.resolve();
  await over;
  await inspector.close();
});

/** What Tab came to, as the page itself saw it: the outline and shadow of each without the focus and with it. */
interface Reached {
  readonly control: string;
  readonly theme: string;
  readonly unfocused: string;
  readonly focused: string;
}

declare const window: { reached: Reached[]; missing: () => readonly string[] };

const controls = "button:not([disabled]), a[href], input, select, summary, [tabindex='0']";

/** Notes how everything looks in both themes, and from then on how it looks with the focus. */
const watchFocus = (page: Page): Promise<number> =>
  page.evaluate((selector) => {
    const lookOf = (element: Element): string => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
      return outlineStyle === "none" || outlineWidth === "0px"
        ? `no outline, ${boxShadow}`
        : `${outlineStyle} ${outlineWidth} ${outlineColor}, ${boxShadow}`;
    };
    const nameOf = (element: Element): string => element.outerHTML.slice(0, 120);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const themes = ["light", "dark"] as const;
    const looksOf = (elements: Iterable<Element>) =>
      themes.map((theme) => {
        document.documentElement.dataset["theme"] = theme;
        return new Map(Array.from(elements, (element) => [element, lookOf(element)]));
      });
    const before = looksOf(document.querySelectorAll("*"));
    const seen = new Set<Element>();
    const reached: Reached[] = [];
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof Element) || seen.has(target)) return;
      seen.add(target);
      for (const [place, looks] of looksOf([target]).entries()) {
        const [unfocused, focused] = [before[place]?.get(target) ?? "", looks.get(target) ?? ""];
        reached.push({ control: nameOf(target), theme: themes[place] ?? "", unfocused, focused });
      }
    });
    const wanted = Array.from(document.querySelectorAll(selector)).filter((element) => element.checkVisibility());
    window.reached = reached;
    window.missing = () => wanted.filter((element) => !seen.has(element)).map(nameOf);
    return wanted.length;
  }, controls);

describe("the page, by keyboard", () => {
  test("has every control of every view reached by Tab, which then looks other than before, in both themes", async () => {
    const { page, context } = await openLink(inspector.link(runId));
    for (const view of viewIds) {
      await page.locator(`nav [data-view="${view}"]`).click();
      await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
      const count = await watchFocus(page);
      const lacks = (): Promise<boolean> => page.evaluate(() => window.missing().length > 0);
      // What is loaded late has controls as well, which are on the way round: up to three rounds are gone.
      for (let round = 0; round < 3 && (round === 0 || (await lacks())); round++)
        for (let press = 0; press < count + 5; press++) await page.keyboard.press("Tab");
      const [reached, missing] = await page.evaluate(() => [window.reached, window.missing()] as const);
      expect([view, missing]).toEqual([view, []]);
      expect([view, reached.filter(({ focused, unfocused }) => focused === unfocused)]).toEqual([view, []]);
    }
    await context.close();
  }, 60_000);
});

describe("the page, for who wants less motion", () => {
  const moving = (page: Page): Promise<number> => page.evaluate(() => document.getAnimations().length);

  test("moves nothing of a run in progress in any view, even what a style would move", async () => {
    const { page, context } = await openLink(inspector.link(runId), {
      reducedMotion: "reduce",
      bypassCSP: true,
    });
    await page.addStyleTag({
      content: `@keyframes planted { to { opacity: 0.5; } }
        button, .bar::after { content: ""; animation: planted 1s infinite; }
        .tab { transition: color 60s, border-color 60s; }`,
    });
    for (const view of viewIds) {
      await page.locator(`nav [data-view="${view}"]`).click();
      await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
      expect([view, await moving(page)]).toEqual([view, 0]);
    }
    expect(await page.locator("[data-run-state]").getAttribute("data-run-state")).toBe("InProgress");
    await page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await moving(page)).toBeGreaterThan(0);
    await context.close();
  });

  test("moves nothing of itself either", async () => {
    const { page, context } = await openLink(inspector.link(runId), { reducedMotion: "reduce" });
    await page.getByRole("button", { name: "play" }).click();
    for (const view of viewIds) {
      await page.locator(`nav [data-view="${view}"]`).click();
      await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
      expect([view, await moving(page)]).toEqual([view, 0]);
    }
    await context.close();
  });
});
