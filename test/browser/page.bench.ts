/**
 * What the page costs: its first view, as a ratio to a blank page that fetches the same bytes; the frames of zooming
 * into the Gantt chart; and the memory of a page that follows a run for a minute and goes through its views.
 *
 * Needs the page built (`npm run build:page`). `--seconds 20` follows the run for less long.
 */
import { openBrowser } from "./open-browser.ts";
import { followedHeap } from "./followed-heap.ts";
import { firstViews } from "./first-views.ts";
import { framesOfZooming } from "./frames-of-zooming.ts";
import { largeRun } from "./large-run.ts";

const seconds = Number(process.argv[process.argv.indexOf("--seconds") + 1]) || 60;
const browser = await openBrowser();

for (const fitters of [20, 200, 2000]) {
  const { runs, executions } = largeRun(fitters);
  const { pageMs, blankMs, rounds } = await firstViews(browser, runs);
  console.log(
    `${executions} executions, first view: ${pageMs.toFixed(0)} ms, ${(pageMs / blankMs).toFixed(2)} × a blank page that ` +
      `fetches the same bytes (${blankMs.toFixed(0)} ms); medians of ${rounds} rounds`,
  );
  const { middleMs, slowMs, frames } = await framesOfZooming(browser, runs);
  console.log(
    `${executions} executions, zooming into the Gantt chart: ${middleMs.toFixed(1)} ms a frame, ` +
      `95 % within ${slowMs.toFixed(1)} ms, of ${frames} frames`,
  );
}

const [early, late] = await followedHeap(browser, [seconds / 3, seconds]);
if (early === undefined || late === undefined) throw new Error("the heap was not read");
const grown = (late.bytes - early.bytes) / (late.records - early.records);
console.log(
  `a run followed for ${seconds} s, through all views: ${(late.bytes / early.bytes).toFixed(2)} × the heap of ` +
    `${(seconds / 3).toFixed(0)} s (${early.bytes} bytes, ${early.records} records; then ${late.bytes}, ${late.records}: ` +
    `${grown.toFixed(0)} bytes a record)`,
);
await browser.close();
