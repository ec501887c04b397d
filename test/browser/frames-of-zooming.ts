import type { Browser } from "playwright-core";

import type { InspectedRuns } from "../../src/inspector/server/inspected-runs.ts";
import { serveRuns } from "../../src/inspector/server/inspector-server.ts";
import { openRun } from "./open-run.ts";

const frames = 120;

/** The frames of zooming into the Gantt chart of the run `large` and out again, a step of the wheel each, in ms. */
export const framesOfZooming = async (
  browser: Browser,
  runs: InspectedRuns,
): Promise<{ readonly middleMs: number; readonly slowMs: number; readonly frames: number }> => {
  const server = await serveRuns(runs, { version: "0" });
  const { page, context } = await openRun(browser, server.link("large"));
  await page.locator('nav [data-view="gantt"]').click();
  await page.locator("canvas").waitFor();
  const zoomed = page.getByRole("button", { name: "Zoom out" });
  const times = await page.evaluate(async (count) => {
    const chart = document.querySelector(".virtual");
    const box = chart?.getBoundingClientRect();
    const taken: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < count; frame++) {
      chart?.dispatchEvent(
        new WheelEvent("wheel", {
          // It ends further in than it began.
          deltaY: frame % 6 < 4 ? -60 : 60,
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
          clientX: (box?.left ?? 0) + 600,
          clientY: (box?.top ?? 0) + 200,
        }),
      );
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      taken.push(now - last);
      last = now;
    }
    return taken.toSorted((a, b) => a - b);
  }, frames);
  if (!(await zoomed.isEnabled())) throw new Error("the wheel did not zoom");
  await context.close();
  await server.close();
  return { middleMs: times[frames >> 1] ?? Number.NaN, slowMs: times[Math.floor(frames * 0.95)] ?? Number.NaN, frames };
};
