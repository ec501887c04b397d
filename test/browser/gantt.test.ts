import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { ganttPlaces, namesWidth } from "../../src/inspector/web/canvas/draw-gantt.ts";
import { shownRun } from "./shown-run.ts";

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** A frame that takes longer to describe than to make, and modules that take their time. */
const workflow = defineWorkflow("timed")
  .module("Loader", { run: () => Array.from({ length: 50_000 }, (_, id) => ({ id, half: id / 2, name: `n${id}` })) })
  .module("Waiter", { run: () => pause(60) });

const longName = "an_experiment_of_some_1";

const shown = shownRun(
  new Executor({
    workflow,
    config: { Loader: { large: {} }, Waiter: { a: {}, b: {}, [longName]: {} } },
    concurrency: 1,
  }),
);

const openGantt = async (height = 600) => {
  const opened = await shown.open({ viewport: { width: 1000, height } });
  await opened.page.locator('nav [data-view="gantt"]').click();
  await expect.poll(() => opened.page.locator("canvas").getAttribute("width")).not.toBe("0");
  return { ...opened, chart: opened.page.getByRole("group", { name: /^Times of/u }) };
};

type Chart = Awaited<ReturnType<typeof openGantt>>["chart"];

/** The time in sight, in ms since the first start. */
const inSight = async (chart: Chart): Promise<readonly [from: number, to: number]> => [
  Number(await chart.getAttribute("data-from")),
  Number(await chart.getAttribute("data-to")),
];

/** Where in the chart a part of the time in sight is drawn, from its left edge. */
const leftOf = (width: number, part: number): number => {
  const names = namesWidth(width);
  return names + part * (width - names - ganttPlaces.right);
};

const placeOf = async (chart: Chart, part: number): Promise<readonly [x: number, y: number]> => {
  const box = await chart.boundingBox();
  if (box === null) throw new Error("the chart is not shown");
  return [box.x + leftOf(box.width, part), box.y + ganttPlaces.head + ganttPlaces.row / 2];
};

const drag = async (page: Page, chart: Chart, from: number, to: number): Promise<void> => {
  await page.mouse.move(...(await placeOf(chart, from)));
  await page.mouse.down();
  await page.mouse.move(...(await placeOf(chart, (from + to) / 2)));
  await page.mouse.move(...(await placeOf(chart, to)));
  await page.mouse.up();
};

describe("the Gantt chart", () => {
  test("is zoomed by dragging over it, in either direction; Esc and a double click show all of it", async () => {
    const { page, context, chart, complaints } = await openGantt();
    const whole = await inSight(chart);
    const length = whole[1];
    for (const [from, to] of [
      [0.25, 0.75],
      [0.75, 0.25],
    ] as const) {
      await drag(page, chart, from, to);
      await expect.poll(() => inSight(chart)).not.toEqual(whole);
      const [left, right] = await inSight(chart);
      expect(left / length).toBeCloseTo(0.25, 1);
      expect(right / length).toBeCloseTo(0.75, 1);
      // A drag selects nothing.
      expect(page.url()).not.toContain("sel=");
      if (from < to) await page.keyboard.press("Escape");
      else await page.mouse.dblclick(...(await placeOf(chart, 0.5)));
      await expect.poll(() => inSight(chart)).toEqual(whole);
    }
    // What is given up is no zoom, and a click that goes nowhere selects.
    await page.mouse.move(...(await placeOf(chart, 0.2)));
    await page.mouse.down();
    await page.mouse.move(...(await placeOf(chart, 0.6)));
    await page.keyboard.press("Escape");
    await page.mouse.up();
    expect(await inSight(chart)).toEqual(whole);
    await page.mouse.click(...(await placeOf(chart, 0.5)));
    await expect.poll(() => page.url()).toContain("sel=0");
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("is zoomed, moved and shown whole by keys, which are no keys of other views then", async () => {
    const { page, context, chart } = await openGantt();
    const whole = await inSight(chart);
    await chart.focus();
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    await expect.poll(async () => (await inSight(chart))[1]).toBeLessThan(whole[1] * 0.7);
    const [from, to] = await inSight(chart);
    expect((to - from) / whole[1]).toBeCloseTo(0.25, 1);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => (await inSight(chart))[0]).toBeLessThan(from);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => inSight(chart)).toEqual([from, to]);
    for (let press = 0; press < 20; press++) await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await inSight(chart))[1]).toBe(whole[1]);
    await page.keyboard.press("0");
    await expect.poll(() => inSight(chart)).toEqual(whole);
    expect(await page.locator("main").getAttribute("data-view")).toBe("gantt");
    await context.close();
  });

  test("brings the bar of what is selected into sight, wherever that was selected", async () => {
    const { page, context, chart } = await openGantt(260);
    const scrolled = (): Promise<number> => chart.evaluate((element) => element.scrollTop);
    expect(await scrolled()).toBe(0);
    await page.evaluate(() => location.assign(location.hash.concat("?sel=3")));
    await expect.poll(scrolled).toBeGreaterThan(0);
    await page.evaluate(() => location.assign(location.hash.replace("sel=3", "sel=0")));
    await expect.poll(scrolled).toBe(0);
    await context.close();
  });

  test("draws the time of the module itself in full, and the work of tracking pale", async () => {
    const { page, context, chart } = await openGantt();
    await page.locator("canvas").waitFor();
    const { records } = shown;
    const began = records.find(({ type }) => type === "module.started")?.at ?? 0;
    const done = records.find((record) => record.type === "module.completed");
    if (done?.type !== "module.completed") throw new Error("nothing was completed");
    const share = done.durationMs / (done.at - began);
    expect(share).toBeLessThan(0.9);
    const [, to] = await inSight(chart);
    const colourAt = async (time: number): Promise<string> => {
      const [x, y] = await placeOf(chart, time / to);
      return page.locator("canvas").evaluate(
        (canvas: HTMLCanvasElement, at) => {
          const box = canvas.getBoundingClientRect();
          const pixel = canvas.getContext("2d")?.getImageData(Math.round(at.x - box.x), Math.round(at.y - box.y), 1, 1);
          return Array.from(pixel?.data ?? []).join();
        },
        { x, y },
      );
    };
    const [worked, tracked] = [done.durationMs / 2, (done.durationMs + done.at - began) / 2];
    expect(await colourAt(worked)).not.toBe(await colourAt(tracked));
    await context.close();
  });

  test("cuts names that have no room in their middle, so that their ends are told apart", async () => {
    const { page, context } = await openGantt();
    await page.evaluate(() => {
      const drawn: string[] = [];
      const { prototype } = CanvasRenderingContext2D;
      const own = Object.getOwnPropertyDescriptor(prototype, "fillText")?.value;
      prototype.fillText = new Proxy(own, {
        apply: (draw, canvas, given: readonly unknown[]) => {
          drawn.push(String(given[0]));
          document.body.dataset["drawn"] = drawn.join("\n");
          return Reflect.apply(draw, canvas, given);
        },
      });
    });
    const drawn = async (): Promise<readonly string[]> =>
      ((await page.locator("body").getAttribute("data-drawn")) ?? "").split("\n");
    await page.setViewportSize({ width: 1300, height: 600 });
    await expect.poll(drawn).toContain(longName);
    await page.setViewportSize({ width: 390, height: 600 });
    await expect.poll(async () => (await drawn()).find((text) => /^an_.*….*_1$/u.test(text))).toBeDefined();
    await context.close();
  });
});
