import { createRequire } from "node:module";

import type axe from "axe-core";
import { createInspectorServer } from "@statelyai/inspect/server";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { createActor, fromPromise, setup } from "xstate";

import { inspectRelay, type RelayInspector, statelyInspect } from "../../src/inspector/index.ts";
import { freePort } from "../inspector/bridges/free-port.ts";
import type { OpenedRun, OpenOptions } from "./open-run.ts";
import { sharedBrowser } from "./shared-browser.ts";

declare const window: { readonly axe: typeof axe };

const openLink = sharedBrowser();

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Shown extends Omit<OpenedRun, "context"> {
  readonly url: string;
  readonly inspector: RelayInspector;
}

/** A real relay, this library's inspector as its page, and a browser that has it open. */
const show = async (options: OpenOptions = {}): Promise<Shown> => {
  const port = await freePort();
  const server = createInspectorServer({ port, autoOpen: false });
  closing.push(() => server.stop());
  const url = `ws://localhost:${port}`;
  const inspector = await inspectRelay({ url });
  closing.push(() => inspector.close());
  const { context, ...opened } = await openLink(inspector.link(), options);
  closing.push(() => context.close());
  return { ...opened, url, inspector };
};

const pilot = setup({
  actors: {
    fetch: fromPromise(async () => {
      throw new Error("no such file");
    }),
  },
}).createMachine({
  id: "pilot",
  type: "parallel",
  context: { note: "<img src=x onerror=document.title='hit'>" },
  states: {
    work: {
      initial: "idle",
      states: {
        idle: { on: { GO: "busy" } },
        busy: { initial: "slow", states: { slow: { on: { GO: "fast" } }, fast: {} } },
      },
    },
    halt: { initial: "no", states: { no: { on: { HALT: "yes" } }, yes: {} } },
    light: { initial: "off", states: { off: { on: { GO: "on" } }, on: { invoke: { src: "fetch", onError: {} } } } },
  },
});

const lit = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    Array.from(
      document.querySelectorAll('[data-chart="pilot"] [data-active="true"]'),
      (element) => element.getAttribute("data-state") ?? "",
    ).toSorted(),
  );

const rows = (page: Page): Promise<readonly (readonly (string | null)[])[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('[role="treeitem"]'), (row) => [
      row.getAttribute("aria-level"),
      row.querySelector(".actor-name")?.textContent ?? null,
      row.querySelector("[data-status]")?.getAttribute("data-status") ?? null,
    ]),
  );

describe("the page of a relay", () => {
  test("shows its actors live, and lights the states of a nested, parallel machine; nothing leaves this machine", async () => {
    const { page, url, complaints, requests } = await show();
    const stately = statelyInspect({ url });
    const actor = createActor(pilot, { id: "<b>pilot</b>", inspect: stately.inspect }).start();
    await page.locator(`[data-actor="${actor.sessionId}"]`).click();
    const expected = (): readonly string[] =>
      actor
        .getSnapshot()
        ._nodes.map(({ id }) => id)
        .toSorted();
    await expect.poll(() => lit(page)).toEqual(expected());
    actor.send({ type: "GO" });
    await expect.poll(() => lit(page)).toEqual(expected());
    actor.send({ type: "GO" });
    await expect.poll(() => lit(page)).toEqual(expected());
    expect(expected()).toContain("pilot.work.busy.fast");
    await expect
      .poll(() => rows(page))
      .toEqual([
        ["1", "<b>pilot</b>", "active"],
        ["2", "0.pilot.light.on", "error"],
      ]);
    expect(await page.locator("[data-detail] .code").innerText()).toContain("onerror");
    expect(await page.locator('[data-kind="event"] b').allInnerTexts()).toEqual(expect.arrayContaining(["GO", "GO"]));
    expect(await page.locator('[role="img"]').getAttribute("aria-label")).toBe(
      "<b>pilot</b> is in work.busy.fast, halt.no, light.on, by GO",
    );
    expect(
      await page.locator("[data-taken]").evaluateAll((edges) => edges.map((edge) => edge.getAttribute("data-taken"))),
    ).toEqual(["GO"]);
    // Another tab of the browser has them from its own questions, and the stream of the first.
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('[data-chart="pilot"]').waitFor();
    await expect.poll(() => lit(other)).toEqual(expected());
    actor.send({ type: "HALT" });
    await expect.poll(() => lit(other)).toEqual(expected());
    expect(expected()).toContain("pilot.halt.yes");
    expect(await page.title()).toBe("runstate");
    expect(complaints).toEqual([]);
    expect(requests.length).toBeGreaterThan(4);
    for (const request of requests) expect(new URL(request).hostname).toBe("127.0.0.1");
    await stately.close();
  });

  test("is gone through by keyboard, filtered, and says what it is left with when the inspector ends", async () => {
    const { page, url, inspector } = await show();
    const stately = statelyInspect({ url });
    for (const id of ["first", "second"])
      createActor(pilot, { id, inspect: stately.inspect }).start().send({ type: "GO" });
    await expect.poll(async () => (await rows(page)).length).toBe(4);
    const selected = (): Promise<string | null> => page.locator('[aria-selected="true"] .actor-name').textContent();
    await page.locator('[role="tree"]').focus();
    await page.keyboard.press("n");
    expect(await selected()).toBe("0.pilot.light.on");
    await page.keyboard.press("ArrowLeft");
    expect(await selected()).toBe("first");
    expect(await page.locator('[role="tree"]').getAttribute("aria-activedescendant")).toBe(
      await page.locator('[aria-selected="true"]').getAttribute("id"),
    );
    await page.keyboard.press("ArrowLeft");
    expect((await rows(page)).length).toBe(3);
    await page.keyboard.press("End");
    await page.keyboard.press("f");
    await expect
      .poll(async () => (await rows(page)).map(([, name]) => name))
      .toEqual(["first", "0.pilot.light.on", "second", "0.pilot.light.on"]);
    await page.keyboard.press("f");
    await page.keyboard.press("/");
    await page.keyboard.type("SECOND");
    await expect.poll(async () => (await rows(page)).map(([, name]) => name)).toEqual(["second"]);
    expect(await page.evaluate(() => location.hash)).toContain("filter=SECOND");
    await page.keyboard.press("Escape");
    await page.locator('[role="tree"]').focus();
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    expect(await page.locator("dialog kbd").count()).toBe(12);
    await stately.close();
    await inspector.close();
    await expect.poll(() => page.locator('[role="status"]').innerText()).toContain("lost, trying again");
    expect((await rows(page)).length).toBe(3);
  });

  test("has few nodes with thousands of actors, and no serious fault that axe finds, in any theme", async () => {
    const { page, url } = await show({ bypassCSP: true, viewport: { width: 1200, height: 800 } });
    const stately = statelyInspect({ url });
    const actors = Array.from({ length: 3000 }, (_, place) =>
      createActor(pilot, { id: `pilot ${place}`, inspect: stately.inspect }).start(),
    );
    for (const actor of actors.slice(0, 10)) actor.send({ type: "GO" });
    await expect.poll(() => page.locator('[data-count="active"]').innerText(), { timeout: 20_000 }).toBe("3,000");
    await page.locator('[role="treeitem"]').first().click();
    await page.locator('[data-chart="pilot"]').waitFor();
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(1500);
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core") });
    for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }] as const) {
      await page.emulateMedia(media);
      const { violations } = await page.evaluate(() => window.axe.run());
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => [media, id, nodes[0]?.html])).toEqual([]);
    }
    await page.setViewportSize({ width: 640, height: 400 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    await page.locator('[role="tree"]').focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.locator('[aria-selected="true"] .actor-name').textContent()).toBe("pilot 2999");
    await stately.close();
  }, 60_000);
});
