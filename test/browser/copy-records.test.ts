import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { sharedBrowser } from "./shared-browser.ts";

const openLink = sharedBrowser();

describe("the log", () => {
  test("is copied as the lines of a journal, those that the filter lets through", async () => {
    const workflow = defineWorkflow("copied")
      .module("Loader", { run: () => [{ n: 1 }] })
      .module("Fitter", { run: ({ input }) => input.data });
    const names = Array.from({ length: 400 }, (_, place) => `e${place}`);
    const executor = new Executor({
      workflow,
      config: { Loader: { one: {} }, Fitter: Object.fromEntries(names.map((name) => [name, {}])) },
    });
    const inspector = await inspect(executor);
    const { runId } = await executor.run();
    const { page, context, complaints } = await openLink(inspector.link(runId));
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator('nav [data-view="log"]').click();
    const copied = async (): Promise<string> => {
      await page.getByRole("button", { name: "Copy as NDJSON" }).click();
      await page.getByText(/\d records copied/u).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const { records } = executor.status;
    expect(records.length).toBeGreaterThan(1000);
    expect(await copied()).toBe(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    await page.getByLabel("Type of record").selectOption("module.completed");
    await page.getByText("401 records", { exact: true }).waitFor();
    const completed = records.filter(({ type }) => type === "module.completed");
    expect(await copied()).toBe(completed.map((record) => `${JSON.stringify(record)}\n`).join(""));
    expect(complaints).toEqual([]);
    await context.close();
    await inspector.close();
  }, 60_000);
});
