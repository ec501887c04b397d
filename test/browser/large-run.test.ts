import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { serveRuns } from "../../src/inspector/server/inspector-server.ts";
import { largeRun } from "./large-run.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { viewIds } from "./view-ids.ts";

const openLink = sharedBrowser();

/** The frames of a second of scrolling by a screen each, in ms: the middle one, and the 95th of 100. */
const framesOfScrolling = (page: Page): Promise<readonly [middle: number, slow: number]> =>
  page.evaluate(async () => {
    const list = document.querySelector(".virtual");
    const times: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < 60; frame++) {
      list?.scrollBy(0, 400);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    times.sort((a, b) => a - b);
    return [times[30] ?? 0, times[57] ?? 0] as const;
  });

describe.each([
  [10_000, 20],
  [100_000, 200],
])("a run of %i executions", (_, fitters) => {
  test("opens, is gone through in every view, and keeps the document under 1,500 nodes", async () => {
    const { runs, executions } = largeRun(fitters);
    const server = await serveRuns(runs, { version: "0" });
    const { page, context, complaints } = await openLink(server.link("large"));
    // A blank page of the same server that only fetches the same data: what no page could be faster than.
    const floorMs = await page.evaluate(async () => {
      const began = performance.now();
      await (await fetch("/api/v1/runs/large")).arrayBuffer();
      return performance.now() - began;
    });
    const began = performance.now();
    await page.reload();
    await page.locator("[data-module]").first().waitFor();
    const openMs = performance.now() - began;
    const lines: string[] = [];
    for (const view of viewIds) {
      await page.locator(`nav [data-view="${view}"]`).click();
      await page.locator(`main[data-view="${view}"] > *`).first().waitFor();
      const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
      expect([view, nodes < 1500]).toEqual([view, true]);
      const scrolls = ["tree", "gantt", "log"].includes(view);
      const [middle, slow] = scrolls ? await framesOfScrolling(page) : [0, 0];
      lines.push(
        `${view} ${nodes} nodes${scrolls ? `, frames ${middle.toFixed(1)} ms (95 %: ${slow.toFixed(1)})` : ""}`,
      );
    }
    console.log(
      `${executions} executions: open ${openMs.toFixed(0)} ms, the data alone ${floorMs.toFixed(0)} ms; ${lines.join("; ")}`,
    );
    // At the very end of the tree, where a row is far below what an element may be tall.
    await page.locator('nav [data-view="tree"]').click();
    await page.locator('[role="tree"]').focus();
    await page.keyboard.press("End");
    await page.locator('[aria-selected="true"]').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
    await server.close();
  }, 60_000);
});
