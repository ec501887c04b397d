import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

import { openBrowser } from "./open-browser.ts";
import { type OpenedRun, openRun, type OpenOptions } from "./open-run.ts";

/** Opens links in the one browser that the tests of a file share, which ends with them. */
export const sharedBrowser = (): ((link: string, options?: OpenOptions) => Promise<OpenedRun>) => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());
  return (link, options) => {
    if (browser === undefined) throw new Error("the browser is there once the tests begin");
    return openRun(browser, link, options);
  };
};
