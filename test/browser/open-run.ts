import type { Browser, BrowserContext, Page } from "playwright-core";

/** A page of the inspector, and what it complained of. */
export interface OpenedRun {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console, failed requests and the content policy said; empty when all is well. */
  readonly complaints: readonly string[];
  /** Every address that was asked for, or connected to. */
  readonly requests: readonly string[];
}

/** What a browser context can be told: its theme, its size, what it refuses. */
export type OpenOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** Opens a link of the inspector in a browser context of its own. */
export const openRun = async (browser: Browser, link: string, options: OpenOptions = {}): Promise<OpenedRun> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  page.on("websocket", (socket) => requests.push(socket.url()));
  await page.goto(link);
  await page.locator('[data-run-state], table, [role="tree"]').first().waitFor();
  return { page, context, complaints, requests };
};
