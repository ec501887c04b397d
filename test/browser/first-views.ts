import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";

import { encodeRunDocument } from "../../src/inspector/protocol/run-document.ts";
import type { InspectedRuns } from "../../src/inspector/server/inspected-runs.ts";
import { serveRuns } from "../../src/inspector/server/inspector-server.ts";
import { openRun } from "./open-run.ts";

const rounds = 9;

/** How long the page of the run `large` takes to its first view, and a blank page to the same bytes; medians, in ms. */
export const firstViews = async (
  browser: Browser,
  runs: InspectedRuns,
): Promise<{ readonly pageMs: number; readonly blankMs: number; readonly rounds: number }> => {
  const feed = await runs.open("large");
  if (feed === undefined) throw new Error("there is no run named large");
  const blankServer = await serveBlank(encodeRunDocument(feed.run));
  const server = await serveRuns(runs, { version: "0" });
  const { page, context } = await openRun(browser, server.link("large"));
  const blank = await context.newPage();
  await blank.goto(blankServer.address);
  const [pageTimes, blankTimes]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    pageTimes.push(await reloadUntil(page, "[data-module]"));
    blankTimes.push(await reloadUntil(blank, "[data-done]"));
  }
  await context.close();
  await server.close();
  await blankServer.close();
  return { pageMs: median(pageTimes), blankMs: median(blankTimes), rounds };
};

/** From the beginning of the loading, by the clock of the page itself. */
const reloadUntil = async (page: Page, selector: string): Promise<number> => {
  await page.bringToFront();
  await page.reload({ waitUntil: "commit" });
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (document.querySelector(wanted) === null) requestAnimationFrame(look);
          else resolve(performance.now());
        };
        look();
      }),
    selector,
  );
};

const serveBlank = async (bytes: Uint8Array) => {
  const html = `<!doctype html><title>blank</title><body><script type="module">
    await (await fetch("/bytes")).arrayBuffer();
    document.body.dataset.done = "";
  </script>`;
  const server = createServer((request, response) => {
    const [type, body] = request.url === "/bytes" ? ["application/octet-stream", bytes] : ["text/html", html];
    response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
