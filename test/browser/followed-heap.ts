import { setTimeout } from "node:timers/promises";
import type { Browser } from "playwright-core";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { openRun } from "./open-run.ts";
import { viewIds } from "./view-ids.ts";

/** What the page holds at a moment, after garbage was collected. */
export interface HeapReading {
  /** Objects, and the memory of typed arrays beside them. */
  readonly bytes: number;
  /** The records the page had by then. */
  readonly records: number;
}

/** The heap of a page that follows a run for some seconds and goes through its views, at each of the moments. */
export const followedHeap = async (browser: Browser, moments: readonly number[]): Promise<readonly HeapReading[]> => {
  const workflow = defineWorkflow("followed").module("Waiter", {
    run: async () => {
      await setTimeout(20);
      return [{ n: 1 }];
    },
  });
  const experiments = Array.from({ length: 100_000 }, (_, place) => [`e${place}`, {}] as const);
  const stop = new AbortController();
  const executor = new Executor({
    workflow,
    config: { Waiter: Object.fromEntries(experiments) },
    concurrency: 4,
    signal: stop.signal,
  });
  const inspector = await inspect(executor);
  const over = executor.run();
  const { page, context } = await openRun(browser, inspector.link());
  await page.locator("[data-run] a").click();
  await page.locator("[data-run-state]").waitFor();
  const session = await context.newCDPSession(page);
  const began = performance.now();
  const readings: HeapReading[] = [];
  for (const moment of moments) {
    for (let place = 0; performance.now() - began < moment * 1000; place++) {
      await page.locator(`nav [data-view="${viewIds[place % viewIds.length] ?? ""}"]`).click();
      await setTimeout(200);
    }
    await page.locator('nav [data-view="overview"]').click();
    await page.locator("[data-module]").first().waitFor();
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
    const records = Number(await page.locator("[data-seq]").getAttribute("max"));
    readings.push({ bytes: usedSize + backingStorageSize, records });
  }
  stop.abort();
  await over;
  await context.close();
  await inspector.close();
  return readings;
};
