import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { sharedBrowser } from "./shared-browser.ts";

const openLink = sharedBrowser();

describe("two runs", () => {
  test("are chosen in the list and compared: what is broken now comes first, and leads to its execution", async () => {
    let second = false;
    const workflow = defineWorkflow("twice")
      .module("Loader", { run: () => [{ n: 1 }] })
      .module("Fitter", {
        run: ({ input, experimentName }) => {
          if (second && experimentName === "b") throw new Error("does not fit any more");
          return second && experimentName === "c" ? [{ n: "1" }] : input.data;
        },
      });
    const executor = new Executor({ workflow, config: { Loader: { one: {} }, Fitter: { a: {}, b: {}, c: {} } } });
    const inspector = await inspect(executor);
    const before = await executor.run();
    second = true;
    const after = await executor.run();
    const { page, context, complaints } = await openLink(inspector.link());
    const listed = await page
      .locator("[data-run]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-run")));
    expect(listed).toEqual([after.runId, before.runId]);
    await page.getByLabel(`Compare ${before.runId}`, { exact: true }).check();
    await page.getByLabel(`Compare ${after.runId}`, { exact: true }).check();
    await page.getByRole("link", { name: `Compare ${before.runId}` }).click();
    await page.locator("[data-compared]").first().waitFor();
    const rows = await page
      .locator("[data-compared]")
      .evaluateAll((all) =>
        all.map((row) => [row.getAttribute("data-compared"), row.querySelector(".compare-key")?.textContent]),
      );
    // Times are those of this machine, and nobody's to say.
    expect(rows.filter(([kind]) => kind !== "slower" && kind !== "faster")).toEqual([
      ["broken", "Loader[one]_Fitter[b]"],
      ["changed", "Loader[one]_Fitter[c]"],
    ]);
    await page.locator('[data-compared="changed"] summary').click();
    await page.locator('[data-compared="changed"] [data-change]').first().waitFor();
    expect(await page.locator('[data-compared="changed"] [data-change]').allInnerTexts()).toEqual([
      expect.stringMatching(/TRANSFORM\s+n\s+int64 → utf8/u),
    ]);
    const back = page.locator("main p a");
    expect(await back.allInnerTexts()).toEqual(["runs", before.runId, after.runId]);
    await back.nth(1).click();
    await page.locator("[data-run-state]").waitFor();
    expect(page.url()).toContain(before.runId);
    await page.goBack();
    await page.locator('[data-compared="broken"] a').last().click();
    await expect.poll(() => page.locator('[aria-selected="true"]').getAttribute("data-state")).toBe("Failed");
    expect(page.url()).toContain(after.runId);
    expect(complaints).toEqual([]);
    await context.close();
    await inspector.close();
  });
});

describe("two branches of one run", () => {
  test("are compared from an execution, and lead back to it, and to what is compared in either", async () => {
    const workflow = defineWorkflow("branched")
      .module("Loader", { run: () => [{ n: 1 }] })
      .module("Fitter", {
        run: ({ input, experimentKey }) => {
          if (experimentKey === "Loader[two]_Fitter[a]") throw new Error("does not fit");
          return input.data;
        },
      });
    const executor = new Executor({ workflow, config: { Loader: { one: {}, two: {} }, Fitter: { a: {}, b: {} } } });
    const inspector = await inspect(executor);
    const { runId } = await executor.run();
    const { page, context, complaints } = await openLink(inspector.link(runId));
    await page.locator('nav [data-view="tree"]').click();
    await page.locator('[data-execution="0"]').click();
    await page.getByText("from here on, compared with").getByRole("link", { name: "two" }).click();
    await page.locator('[data-compared="broken"]').waitFor();
    const back = page.locator("main p a");
    expect(await back.allInnerTexts()).toEqual(["runs", runId]);
    await back.nth(1).click();
    await expect.poll(() => page.locator('[aria-selected="true"]').getAttribute("data-execution")).toBe("0");
    await page.goBack();
    await page.locator('[data-compared="broken"] a').last().click();
    await expect.poll(() => page.locator('[aria-selected="true"]').getAttribute("data-state")).toBe("Failed");
    expect(complaints).toEqual([]);
    await context.close();
    await inspector.close();
  });
});
