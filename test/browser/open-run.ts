import type { Browser, BrowserContext, Page } from "playwright-core";

/** A page of the inspector, and what it complained of. */
export interface OpenedRun {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console, failed requests and the content policy said; empty when all is well. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly requests: readonly string[];
}

/** Opens a link of the inspector in a browser context of its own. */
export const openRun = async (
  browser: Browser,
  link: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<OpenedRun> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(link);
  await page.locator("[data-run-state], table").first().waitFor();
  return { page, context, complaints, requests };
};
