import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect, type Inspector } from "../../src/inspector/index.ts";
import { openBrowser } from "./open-browser.ts";
import { openRun } from "./open-run.ts";

let browser: Browser;
let inspector: Inspector;
let executor: Executor<readonly [], never, never>;
let runId: string;
let evil: Server;
let evilAddress: string;
/** What the hostile page answers with. */
let body = "";

beforeAll(async () => {
  browser = await openBrowser();
  const workflow = defineWorkflow("private").module("Loader", { run: () => [{ name: "Ada" }] });
  const made = new Executor({ workflow, config: { Loader: { one: {} } } });
  inspector = await inspect(made, { allowControl: true });
  ({ runId } = await made.run());
  executor = made as never;
  evil = createServer((_, response) => response.setHeader("content-type", "text/html").end(body));
  await new Promise<void>((resolve) => {
    evil.listen(0, "127.0.0.1", resolve);
  });
  evilAddress = `http://localhost:${(evil.address() as AddressInfo).port}/`;
}, 60_000);
afterAll(async () => {
  await browser.close();
  await inspector.close();
  await new Promise((resolve) => {
    evil.close(resolve);
  });
});

describe("a hostile page in the browser of somebody who watches a run", () => {
  test("reads nothing, runs nothing, and changes nothing", async () => {
    const { context, page: own } = await openRun(browser, inspector.link(runId));
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    body = "<!doctype html><title>evil</title>";
    await page.goto(evilAddress);
    const api = `http://127.0.0.1:${inspector.port}/api/v1`;
    const tried = await page.evaluate(
      async ({ base, run }) => {
        // What is never answered gives nothing either.
        const silence = new Promise<string>((resolve) => {
          setTimeout(() => resolve("refused"), 3000);
        });
        const outcome = (work: Promise<unknown>): Promise<string> =>
          Promise.race([
            silence,
            work.then(
              (value) => `got ${String(value)}`,
              () => "refused",
            ),
          ]);
        const loads = (element: HTMLElement): Promise<unknown> =>
          new Promise((resolve, reject) => {
            element.addEventListener("load", () => resolve("loaded"));
            element.addEventListener("error", () => reject(new Error("refused")));
            document.body.append(element);
          });
        const script = document.createElement("script");
        script.src = `${base}/runs`;
        const picture = document.createElement("img");
        picture.src = `${base}/runs`;
        const stream = (): Promise<unknown> =>
          new Promise((resolve, reject) => {
            const source = new EventSource(`${base}/runs/${run}/stream`, { withCredentials: true });
            source.addEventListener("open", () => resolve("opened"));
            source.addEventListener("error", () => {
              source.close();
              reject(new Error("refused"));
            });
          });
        const send = (contentType: string): Promise<unknown> =>
          fetch(`${base}/runs/${run}/retry`, {
            method: "POST",
            credentials: "include",
            headers: { "content-type": contentType },
            body: "{}",
          }).then((answer) => answer.text());
        return {
          cors: await outcome(fetch(`${base}/runs`, { credentials: "include" }).then((answer) => answer.text())),
          noCors: await outcome(
            fetch(`${base}/runs`, { credentials: "include", mode: "no-cors" }).then((answer) => answer.text()),
          ),
          script: await outcome(loads(script)),
          picture: await outcome(loads(picture)),
          stream: await outcome(stream()),
          json: await outcome(send("application/json")),
          text: await outcome(send("text/plain")),
        };
      },
      { base: api, run: runId },
    );
    // An opaque answer is an empty text, whatever was in it; here the browser gives not even that.
    expect(["refused", "got "]).toContain(tried.noCors);
    expect({ ...tried, noCors: "refused" }).toEqual({
      cors: "refused",
      noCors: "refused",
      script: "refused",
      picture: "refused",
      stream: "refused",
      json: "refused",
      text: "refused",
    });
    // A form is sent without asking first; its answer is shown, so the server has to refuse it.
    const answered = page.waitForResponse((response) => response.url().includes("/retry"));
    await page.evaluate(
      ({ base, run }) => {
        const form = document.createElement("form");
        form.method = "post";
        form.action = `${base}/runs/${run}/retry`;
        document.body.append(form);
        form.submit();
      },
      { base: api, run: runId },
    );
    expect((await answered).status()).toBe(403);
    await page.waitForURL(/retry/u);
    expect(executor.status.runId).toBe(runId);
    // A frame would show the page inside another.
    body = `<!doctype html><iframe src="http://127.0.0.1:${inspector.port}/"></iframe>`;
    await page.goto(evilAddress);
    await expect.poll(() => page.frames().length).toBe(2);
    expect(await page.frames()[1]?.locator("[data-run-state], table").count()).toBe(0);
    expect(await own.locator("[data-run-state]").count()).toBe(1);
    await context.close();
  });

  test("may lead to the inspector by its link, which opens as if it had been typed", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    body = `<!doctype html><a href="${inspector.link(runId)}">look</a>`;
    await page.goto(evilAddress);
    await page.locator("a").click();
    await expect.poll(() => page.locator("[data-run-state]").count()).toBe(1);
    await context.close();
  });
});
