import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, memoryStore } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { sharedBrowser } from "./shared-browser.ts";

const openLink = sharedBrowser();

const begin = (store: boolean) => {
  const gate = Promise.withResolvers<void>();
  const workflow = defineWorkflow("controlled")
    .module("Loader", { run: () => [{ n: 1 }] })
    .module("Waiter", {
      run: ({ signal }) =>
        Promise.race([
          gate.promise,
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => reject(new Error("told to stop")));
          }),
        ]),
    });
  const config = { Loader: { one: {} }, Waiter: { all: {} } };
  return { gate, executor: new Executor({ workflow, config, ...(store && { store: memoryStore() }) }) };
};

describe("control from the page", () => {
  test("cancels a run, and begins another from it that goes on to its end", async () => {
    const { gate, executor } = begin(true);
    const inspector = await inspect(executor, { allowControl: true });
    const running = executor.run();
    await expect.poll(() => executor.status.executionCounts.InProgress).toBe(1);
    const first = executor.status.runId;
    await expect.poll(() => executor.status.getState("Loader[one]_Waiter[all]")).toBe("InProgress");
    const { page, context } = await openLink(inspector.link(first));
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await running).toMatchObject({ state: "Failed", reason: "cancelled" });
    await page.locator('[data-run-state="Failed"]').waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByText("the new run is in the list of runs").waitFor();
    expect(executor.status.runId).not.toBe(first);
    gate.resolve();
    await expect.poll(() => executor.status.state).toBe("Completed");
    expect(executor.status.getExecution("Loader[one]").origin).toBe("reused");
    await page.evaluate((runId) => location.assign(`#/run/${runId}/tree?sel=0`), executor.status.runId ?? "");
    const detail = page.locator("aside.detail");
    await detail.getByText(`completed with the same params in ${first ?? ""}:`).waitFor();
    // It took the time it took there.
    expect(await detail.locator("dt").allInnerTexts()).toEqual(["began", "ended", "taken over"]);
    await context.close();
    await inspector.close();
  });

  test("says why a run cannot be begun from another: nothing is kept of this one", async () => {
    const { gate, executor } = begin(false);
    gate.resolve();
    const inspector = await inspect(executor, { allowControl: true });
    const { runId } = await executor.run();
    const { page, context } = await openLink(inspector.link(runId));
    await page.getByRole("button", { name: "Retry" }).click();
    await expect.poll(() => page.locator(".run-header").innerText()).toContain("the server answered 409");
    await context.close();
    await inspector.close();
  });

  test("is not offered where it is not allowed", async () => {
    const { gate, executor } = begin(false);
    gate.resolve();
    const inspector = await inspect(executor);
    const { runId } = await executor.run();
    const { page, context } = await openLink(inspector.link(runId));
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("button", { name: "Retry" }).count()).toBe(0);
    await context.close();
    await inspector.close();
  });
});
