import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { serveRuns } from "../../src/inspector/server/inspector-server.ts";
import type { GraphHit } from "../../src/inspector/web/canvas/graph-hit-hook.ts";
import { largeRun } from "./large-run.ts";
import { sharedBrowser } from "./shared-browser.ts";

declare const window: {
  readonly ["__inspector"]: { readonly hitTest: (x: number, y: number) => GraphHit | undefined };
};

const openLink = sharedBrowser();

const openGraph = async (page: Page): Promise<void> => {
  await page.keyboard.press("g");
  await page.waitForFunction(() => "__inspector" in globalThis && (document.querySelector("canvas")?.width ?? 0) > 0);
};

/** All that is drawn, found by asking at every second pixel. */
const drawn = (page: Page): Promise<readonly GraphHit[]> =>
  page.evaluate(() => {
    const { clientWidth = 0, clientHeight = 0 } = document.querySelector("canvas") ?? {};
    const found = new Map<number, GraphHit>();
    for (let x = 0; x < clientWidth; x += 10)
      for (let y = 0; y < clientHeight; y += 2) {
        const hit = window["__inspector"].hitTest(x, y);
        if (hit !== undefined && !found.has(hit.execution)) found.set(hit.execution, hit);
      }
    return [...found.values()].toSorted((a, b) => a.execution - b.execution);
  });

const treeStates = (page: Page): Promise<readonly (readonly [number, string | null])[]> =>
  page
    .locator("[data-execution]")
    .evaluateAll((rows) =>
      rows.map((row) => [Number(row.getAttribute("data-execution")), row.getAttribute("data-state")] as const),
    );

/** The colour of the canvas at the left edge of what is drawn, and the one the theme has for its state. */
const colourOf = (page: Page, { x, y, height, shown }: GraphHit): Promise<readonly [drawn: string, theme: string]> =>
  page.evaluate(
    ([left, middle, name]) => {
      const canvas = document.querySelector("canvas");
      if (canvas === null) throw new Error("there is no canvas");
      // From a copy: the page itself never reads its canvas, and the browser warns of who does so often.
      const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      copy?.drawImage(canvas, -Math.round(left * devicePixelRatio), -Math.round(middle * devicePixelRatio));
      const pixel = copy?.getImageData(0, 0, 1, 1).data;
      const probe = document.createElement("span");
      probe.style.color = `var(${name})`;
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return [`rgb(${[...(pixel ?? [])].slice(0, 3).join(", ")})`, color] as const;
    },
    [
      x + 2,
      y + height / 2,
      { NotStarted: "--ns", InProgress: "--ip", Completed: "--ok", Failed: "--bad" }[shown],
    ] as const,
  );

const workflow = (wait: Promise<void>) =>
  defineWorkflow("seen")
    .module("Loader", { run: () => [{ id: 1 }] })
    .module("Cleaner", {
      run: async ({ input, experimentName }) => {
        if (experimentName === "broken") throw new TypeError("no rows left");
        if (experimentName === "slow") await wait;
        return input.data;
      },
    })
    .module("Reporter", { run: ({ input }) => ({ rows: input.data.length }) });
const config = {
  Loader: { one: {}, two: {} },
  Cleaner: { plain: {}, broken: {}, slow: {} },
  Reporter: { loose: {}, strict: {} },
};

describe("the graph of a run", () => {
  test.each(["light", "dark"] as const)(
    "shows every execution in the state the tree has it in, in its colour (%s)",
    async (colorScheme) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const executor = new Executor({ workflow: workflow(promise), config, concurrency: 2 });
      const inspector = await inspect(executor);
      const running = executor.run();
      const { page, context, complaints } = await openLink(inspector.link(), {
        colorScheme,
        deviceScaleFactor: 2,
      });
      if ((await page.locator("[data-run-state]").count()) === 0) await page.locator("table a").first().click();
      // Both slow ones are in progress, and nothing else can be.
      await page.locator('[data-counts="executions"] [data-count="InProgress"]', { hasText: "2" }).waitFor();
      await page.keyboard.press("2");
      await page.locator('[data-execution="19"]').waitFor();
      const tree = await treeStates(page);
      expect(new Set(tree.map(([, state]) => state)).size).toBe(4);
      await openGraph(page);
      const hits = await drawn(page);
      expect(hits.map(({ execution, state }) => [execution, state])).toEqual(tree);
      expect(hits.every(({ executions }) => executions === 1)).toBe(true);
      for (const hit of hits) {
        const [found, theme] = await colourOf(page, hit);
        expect([hit.execution, found]).toEqual([hit.execution, theme]);
      }
      // Another theme is drawn at once.
      await page.emulateMedia({ colorScheme: colorScheme === "light" ? "dark" : "light" });
      const [first] = hits;
      if (first === undefined) throw new Error("nothing is drawn");
      await expect.poll(async () => new Set(await colourOf(page, first)).size).toBe(1);
      expect(complaints).toEqual([]);
      resolve();
      await running;
      await context.close();
      await inspector.close();
    },
    60_000,
  );

  test("is gone through by keys and by mouse, and the selection is that of the tree", async () => {
    const executor = new Executor({ workflow: workflow(Promise.resolve()), config });
    const inspector = await inspect(executor);
    const { runId } = await executor.run();
    const { page, context, complaints } = await openLink(inspector.link(runId));
    await openGraph(page);
    const failed = (await drawn(page)).find(({ state }) => state === "Failed");
    if (failed === undefined) throw new Error("no failed execution is drawn");
    await page.locator(".graph").click({ position: { x: failed.x + 20, y: failed.y + failed.height / 2 } });
    await page.getByText("TypeError: no rows left").first().waitFor();
    expect(page.url()).toContain(`sel=${failed.execution}`);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.url()).toContain("sel=0");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.url()).toContain("sel=10");
    await page.getByRole("button", { name: "As a tree" }).click();
    await page.locator('[data-execution="10"][aria-selected="true"]').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
    await inspector.close();
  }, 60_000);

  test("of 10,000 executions is folded, can be zoomed and dragged, and has few nodes", async () => {
    const { runs, executions } = largeRun(20);
    const server = await serveRuns(runs, { version: "0" });
    const { page, context, complaints } = await openLink(server.link("large"));
    await openGraph(page);
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(1500);
    const folded = await drawn(page);
    // Everything is there, in rectangles that are few.
    const first = new Map(folded.map((hit) => [`${hit.x} ${hit.y}`, hit]));
    expect([...first.values()].reduce((sum, hit) => sum + hit.executions, 0)).toBe(executions);
    expect(first.size).toBeLessThan(100);
    for (const hit of [...first.values()].slice(0, 30)) {
      const [found, theme] = await colourOf(page, hit);
      expect([hit.execution, found]).toEqual([hit.execution, theme]);
    }
    const rowsOf = async (): Promise<number> =>
      (await drawn(page)).find(({ executions: many }) => many > 1)?.executions ?? 1;
    const before = await rowsOf();
    await page.locator(".graph").hover({ position: { x: 200, y: 200 } });
    await page.mouse.wheel(0, -1500);
    await expect.poll(rowsOf).toBeLessThan(before);
    await page.locator(".graph").focus();
    const lowest = async (): Promise<number> =>
      Math.min(...(await drawn(page)).filter(({ executions: many }) => many > 1).map(({ execution }) => execution));
    const at = await lowest();
    const box = await page.locator(".graph").boundingBox();
    if (box === null) throw new Error("no graph");
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(lowest).toBeGreaterThan(at);
    expect(page.url()).not.toContain("sel=");
    // The last of the run, by the small picture in the corner.
    await page.mouse.click(box.x + box.width - 60, box.y + box.height - 14);
    await expect.poll(async () => (await drawn(page)).at(-1)?.execution ?? 0).toBeGreaterThan(executions - 200);
    await page.keyboard.press("0");
    await expect.poll(rowsOf).toBe(before);
    // The key that fits it led to no other view.
    expect(await page.locator('main[data-view="graph"]').count()).toBe(1);
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(1500);
    expect(complaints).toEqual([]);
    await context.close();
    await server.close();
  }, 60_000);
});
