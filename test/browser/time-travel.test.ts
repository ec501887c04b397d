import * as fc from "fast-check";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { foldJournal } from "../../src/journal/journal-fold.ts";
import type { RunState } from "../../src/journal/run-state.ts";
import { Status } from "../../src/status/status-from-journal.ts";
import { shownRun } from "./shown-run.ts";
import { shownState } from "./shown-state.ts";

/** All kinds of change, two ways to fail, a retry, and what never runs. */
const workflow = defineWorkflow("planted")
  .module("Loader", { run: () => [{ id: 1, name: "a", age: "7" }] })
  .module("Cleaner", {
    retry: { times: 1 },
    run: ({ input, experimentName, attempt }) => {
      if (experimentName === "flaky" && attempt === 1) throw new Error("not at once");
      if (experimentName === "broken") throw new TypeError("no rows left");
      return input.data.map(({ id, age }) => ({ id, age: Number(age), score: null as number | null }));
    },
  })
  .module("Reporter", {
    run: ({ input, experimentName }) => {
      if (experimentName === "strict" && input.data.some(({ score }) => score === null))
        throw new Error("a score is missing");
      return { rows: input.data.length };
    },
  });

const config = {
  Loader: { one: {} },
  Cleaner: { plain: {}, flaky: {}, broken: {} },
  Reporter: { loose: {}, strict: {} },
};

const shown = shownRun(new Executor({ workflow, config }));

const stateAt = (seq: number): RunState => foldJournal(shown.records.slice(0, seq));

const slideTo = async (page: Page, seq: number): Promise<void> => {
  await page.locator('input[type="range"]').evaluate((slider: HTMLInputElement, value) => {
    slider.value = String(value);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, seq);
  await page.locator(`[data-seq="${seq}"]`).waitFor();
};

/** The states of all rows of the tree, by execution. */
const treeStates = (page: Page): Promise<readonly (string | null)[]> =>
  page.locator("[data-execution]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-state")));

describe("time travel", () => {
  test("shows the run as the records up to there say, wherever the slider is put", async () => {
    const { page, context, complaints } = await shown.open();
    await page.locator('[data-view="tree"]').click();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: shown.records.length }), async (seq) => {
        await slideTo(page, seq);
        const state = stateAt(seq);
        expect(await shownState(page)).toEqual({ seq, runState: state.state, executions: state.executions });
        const expected = Array.from({ length: state.plan.size.executions }, (_, execution) =>
          state.executionState(execution),
        );
        expect(await treeStates(page)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
    await page.locator('[data-view="failures"]').click();
    for (const seq of [1, 12, shown.records.length - 4, shown.records.length]) {
      await slideTo(page, seq);
      const failures = Status.fromJournal(shown.records.slice(0, seq)).getFailures();
      const causes = await page
        .locator("[data-cause]")
        .evaluateAll((all) => all.map((each) => each.getAttribute("data-cause")));
      expect(causes).toEqual([...new Set(failures.map(({ error }) => `${error.name}: ${error.message}`))]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  test("steps by keys, says so in the address, and goes back to now", async () => {
    const { page, context } = await shown.open();
    await page.keyboard.press("[");
    await page.locator(`[data-seq="${shown.records.length - 1}"]`).waitFor();
    expect(page.url()).toContain(`seq=${shown.records.length - 1}`);
    await page.keyboard.press("[");
    await page.keyboard.press("]");
    await page.reload();
    await page.locator(`[data-seq="${shown.records.length - 1}"]`).waitFor();
    await page.getByRole("button", { name: "now" }).click();
    await page.locator(`[data-seq="${shown.records.length}"]`).waitFor();
    expect(page.url()).not.toContain("seq=");
    await context.close();
  });
});

describe("the tree, by keyboard alone", () => {
  test("is gone through, closed and opened, filtered, and leads from failure to failure", async () => {
    const { page, context } = await shown.open();
    await page.keyboard.press("2");
    await page.locator('[role="tree"]').focus();
    const selected = (): Promise<string | null> =>
      page.locator('[role="treeitem"][aria-selected="true"]').getAttribute("data-execution");
    await page.keyboard.press("Home");
    expect(await selected()).toBe("0");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await selected()).toBe("2");
    await page.keyboard.press("ArrowLeft");
    expect(await selected()).toBe("1");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator('[data-execution="1"]').getAttribute("aria-expanded")).toBe("false");
    expect(await page.locator('[data-execution="2"]').count()).toBe(0);
    await page.keyboard.press("ArrowRight");
    await page.locator('[data-execution="2"]').waitFor();
    await page.keyboard.press("End");
    expect(await selected()).toBe("9");
    await page.keyboard.press("Home");
    const failed = Array.from({ length: 10 }, (_, execution) => execution).filter(
      (execution) => stateAt(shown.records.length).executionState(execution) === "Failed",
    );
    for (const execution of failed) {
      await page.keyboard.press("n");
      await expect.poll(selected).toBe(String(execution));
    }
    await page.keyboard.press("f");
    await expect.poll(() => page.locator("[data-execution]").count()).toBeLessThan(10);
    await page.keyboard.press("f");
    await page.keyboard.press("/");
    await page.keyboard.type("strict");
    await expect.poll(async () => (await treeStates(page)).length).toBe(7);
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await treeStates(page)).length).toBe(10);
    await context.close();
  });

  test("shows the error of what failed, and what never ran because of it", async () => {
    const { page, context } = await shown.open();
    await page.locator('[data-view="tree"]').click();
    await page.locator('[data-execution="7"]').click();
    await page.getByText("TypeError: no rows left").first().waitFor();
    await page.locator('[data-execution="8"]').click();
    await page.getByText("never ran, because of").waitFor();
    await page.locator('[data-execution="2"]').click();
    await page.getByRole("button", { name: "Preview the result" }).click();
    expect(await page.locator("pre").last().innerText()).toContain('"rows": 1');
    await context.close();
  });
});
