import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { exportPage } from "../../src/inspector/export-page.ts";
import { inspect } from "../../src/inspector/index.ts";
import { serveRuns } from "../../src/inspector/server/inspector-server.ts";
import { journalRuns } from "../../src/inspector/server/journal-runs.ts";
import { encodeRecord } from "../../src/journal/codec.ts";
import { parseJournal } from "../../src/journal/parse-journal.ts";
import { settledText } from "./settled-text.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { viewIds } from "./view-ids.ts";

const hostile = [
  "</script><img src=x onerror=alert(1)>",
  "<!--<script>alert(2)",
  "__proto__",
  "'\"`${alert(3)}",
  "javascript:alert(4)",
];

const workflow = defineWorkflow("hostile")
  .module("Loader", { run: ({ experimentName }) => [{ [experimentName]: 1, "<b>bold</b>": 2, "\u202egnp.exe": 3 }] })
  .module("Breaker", {
    run: ({ input, experimentName }) => {
      if (experimentName === "fails")
        throw new Error(`<img src=x onerror=alert(5)> ${Object.keys(input.data[0] ?? {})[0]}`);
      return [{ ...input.data[0], more: 1 }];
    },
  });

const config = {
  Loader: Object.fromEntries(hostile.map((name) => [name, {}])),
  Breaker: { works: {}, fails: {} },
};

const openLink = sharedBrowser();

/** What a reader sees of a view, without the line that only a live page has. */
const textOf = async (page: Page, view: string): Promise<string> => {
  await page.locator(`nav [data-view="${view}"]`).click();
  await page.locator(`main[data-view="${view}"]`).waitFor();
  return (await settledText(page)).replace(/^(?:live|connection.*)\n/mu, "");
};

describe("a run", () => {
  test("is shown alike live, of a journal file, and by an exported page, which asks nobody; names stay text", async () => {
    const executor = new Executor({ workflow, config });
    const inspector = await inspect(executor);
    const { runId } = await executor.run();
    const folder = mkdtempSync(join(tmpdir(), "runstate-export-"));
    const file = join(folder, "run.html");
    writeFileSync(file, exportPage(executor.status.records));

    const live = await openLink(inspector.link(runId));
    const exported = await openLink(pathToFileURL(file).href, { offline: true });
    const lines = executor.status.records.map((record) => `${encodeRecord(record)}\n`).join("");
    const server = await serveRuns(journalRuns(parseJournal(lines).records), { version: "0" });
    const ofFile = await openLink(server.link(runId));
    const ways = [live, exported, ofFile];
    for (const view of viewIds) {
      const [expected, ...others] = await Promise.all(ways.map(({ page }) => textOf(page, view)));
      expect(expected).toContain("hostile");
      expect(others).toEqual([expected, expected]);
    }
    for (const { page, complaints } of ways) {
      expect(complaints).toEqual([]);
      expect(await page.locator("img, b, iframe").count()).toBe(0);
      expect(await page.locator("nav").innerText()).toContain("Overview");
    }
    await exported.page.locator('nav [data-view="tree"]').click();
    const names = await exported.page.locator(".tree-experiment").allInnerTexts();
    for (const name of hostile) expect(names).toContain(name);
    expect(exported.requests.filter((address) => !address.startsWith("data:"))).toEqual([pathToFileURL(file).href]);
    for (const { context } of ways) await context.close();
    await server.close();
    await inspector.close();
    rmSync(folder, { recursive: true });
  }, 60_000);
});
