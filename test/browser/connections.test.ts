import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Scope from "effect/Scope";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { serveRuns } from "../../src/inspector/server/inspector-server.ts";
import { StoreRuns } from "../../src/inspector/server/store-runs.ts";
import type { Status } from "../../src/status/status.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { eachRecord } from "../../src/store/sqlite/each-record.ts";
import { recordsAfter } from "../../src/store/sqlite/records-after.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { shownState } from "./shown-state.ts";

const openLink = sharedBrowser();

/** A workflow whose executions end when the test says so. */
const gated = () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const workflow = defineWorkflow("gated").module("Waiter", {
    run: () => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise.then(() => 1);
    },
  });
  const config = { Waiter: Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`e${place}`, {}])) };
  let completed = 0;
  const open = async (count: number, status: () => Status): Promise<void> => {
    for (let opened = 0; opened < count; opened++) {
      await expect.poll(() => gates.length).toBeGreaterThan(0);
      gates.shift()?.resolve();
    }
    completed += count;
    await expect.poll(() => status().executionCounts.Completed).toBe(completed);
    // The one after the last has begun, if there is one: nothing more comes by itself.
    await expect.poll(() => gates.length > 0 || status().isOver()).toBe(true);
  };
  return { workflow, config, open };
};

/** Tabs in the background are given a turn each second. */
const patient = { timeout: 10_000 };

const seqOf = async (page: Page): Promise<number> => (await shownState(page)).seq;

const anotherTab = async (context: BrowserContext, address: string, streams: string[]): Promise<Page> => {
  const page = await context.newPage();
  page.on("request", (request) => {
    if (request.url().includes("/stream")) streams.push(request.url());
  });
  await page.goto(address);
  await page.locator("[data-run-state]").waitFor();
  return page;
};

describe("many tabs of one browser", () => {
  test("share one stream, the seventh opens as the first did, and another takes over when the leader goes", async () => {
    const { workflow, config, open } = gated();
    const executor = new Executor({ workflow, config });
    const inspector = await inspect(executor);
    const running = executor.run();
    await expect.poll(() => executor.status.runId).toBeDefined();
    const { page: first, context } = await openLink(inspector.link(executor.status.runId));
    const streams: string[] = [];
    const tabs: Page[] = [];
    for (let tab = 0; tab < 11; tab++) tabs.push(await anotherTab(context, first.url(), streams));
    // The first tab has the stream: none of the others asked for one.
    expect(streams).toEqual([]);
    await open(5, () => executor.status);
    for (const page of [first, ...tabs]) await expect.poll(() => seqOf(page), patient).toBe(executor.status.seq);
    await first.close();
    await expect.poll(() => streams.length).toBe(1);
    await open(15, () => executor.status);
    await running;
    const { records } = executor.status;
    for (const page of tabs) {
      await expect.poll(() => seqOf(page), patient).toBe(records.length);
      expect((await shownState(page)).executions).toEqual({ ...executor.status.executionCounts });
    }
    await context.close();
    await inspector.close();
  }, 60_000);
});

describe("a server that goes and comes again on the same store", () => {
  test("is found by the page, which goes on without a gap or a double", async () => {
    const folder = mkdtempSync(join(tmpdir(), "runstate-again-"));
    const path = join(folder, "runs.db");
    const { workflow, config, open } = gated();
    const executor = new Executor({ workflow, config, store: sqliteStore(path) });
    const running = executor.run();
    await open(3, () => executor.status);

    const scope = Scope.makeUnsafe();
    const store = await Effect.runPromise(Scope.provide(sqliteStore(path, { readOnly: true }), scope));
    const serve = async (port: number) => {
      const runs = new StoreRuns({
        store,
        eachRecord: (runId, take) => eachRecord(path, runId, take),
        recordsAfter: (runId, seq, limit) => recordsAfter(path, runId, seq, limit),
      });
      return { runs, server: await serveRuns(runs, { port, version: "0" }) };
    };
    const before = await serve(0);
    const { page, context } = await openLink(before.server.link(executor.status.runId));
    await expect.poll(() => seqOf(page), patient).toBe(executor.status.seq);
    await before.server.close();
    before.runs.close();
    await page.locator('[data-connection="lost"]').waitFor();
    await open(5, () => executor.status);

    const after = await serve(before.server.port);
    // The cookie of the former server opens nothing here: the browser needs a link of this one.
    const link = await context.newPage();
    await link.goto(after.server.link());
    await page.locator('[data-connection="live"]').waitFor();
    await expect.poll(() => seqOf(page), patient).toBe(executor.status.seq);
    await open(12, () => executor.status);
    await running;
    const { records } = executor.status;
    await expect.poll(() => seqOf(page), patient).toBe(records.length);
    expect((await shownState(page)).executions).toEqual({ ...executor.status.executionCounts });
    await page.locator('nav [data-view="log"]').click();
    await page.locator(`[data-record="${records.length}"]`).waitFor();
    await context.close();
    await after.server.close();
    after.runs.close();
    await Effect.runPromise(Scope.close(scope, Exit.void));
    rmSync(folder, { recursive: true });
  }, 60_000);
});
