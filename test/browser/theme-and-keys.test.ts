import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { exportPage } from "../../src/inspector/export-page.ts";
import { shownRun } from "./shown-run.ts";
import { viewIds } from "./view-ids.ts";

const workflow = defineWorkflow("helped").module("Loader", { run: () => 1 });
const shown = shownRun(new Executor({ workflow, config: { Loader: { one: {}, two: {} } } }));

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** From the system's to the light one, and to the dark one. */
const turnDark = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "system theme" }).click();
  await page.getByRole("button", { name: "light theme" }).click();
  await page.getByRole("button", { name: "dark theme" }).waitFor();
};

describe("the theme that was chosen", () => {
  test("is kept when the page is loaded again, and goes back to the system's", async () => {
    const { page, context, complaints } = await shown.open({ colorScheme: "light" });
    const light = await background(page);
    await turnDark(page);
    const dark = await background(page);
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole("button", { name: "dark theme" }).waitFor();
    expect(await background(page)).toBe(dark);
    await page.getByRole("button", { name: "dark theme" }).click();
    await page.reload();
    await page.getByRole("button", { name: "system theme" }).waitFor();
    expect(await background(page)).toBe(light);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("is drawn on the canvas at once, and so is a change of the system's; the address is not said to have changed", async () => {
    const { page, context } = await shown.open({ colorScheme: "light" });
    await page.locator('nav [data-view="gantt"]').click();
    const drawn = (): Promise<string> =>
      page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await expect.poll(() => page.locator("canvas").getAttribute("width")).not.toBe("0");
    const light = await drawn();
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(drawn).not.toBe(light);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(drawn).toBe(light);
    const heard = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let count = 0;
          addEventListener("hashchange", () => count++);
          addEventListener("counted", () => resolve(count));
        }),
    );
    await turnDark(page);
    await expect.poll(drawn).not.toBe(light);
    await page.evaluate(() => dispatchEvent(new Event("counted")));
    expect(await heard).toBe(0);
    await context.close();
  });

  test("turns without complaint where nothing can be kept, and on a page from a disk", async () => {
    const folder = mkdtempSync(join(tmpdir(), "runstate-theme-"));
    const file = join(folder, "run.html");
    writeFileSync(file, exportPage(shown.records));
    for (const refused of [true, false]) {
      const { page, context, complaints } = await shown.openLink(pathToFileURL(file).href, { colorScheme: "light" });
      if (refused) {
        await context.addInitScript(() =>
          Object.defineProperty(window, "localStorage", {
            get: () => {
              throw new DOMException("Access is denied.", "SecurityError");
            },
          }),
        );
        await page.reload();
      }
      const light = await background(page);
      await turnDark(page);
      expect(await background(page)).not.toBe(light);
      expect(complaints).toEqual([]);
      await context.close();
    }
    rmSync(folder, { recursive: true });
  });
});

describe("the keys", () => {
  test("that the help lists for everywhere do what it says", async () => {
    const { page, context } = await shown.open();
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    const listed = (title: string): Promise<readonly (readonly [string, string])[]> =>
      page
        .locator(`[data-keys="${title}"] dt`)
        .evaluateAll((keys) =>
          keys.map((key) => [key.textContent ?? "", key.nextElementSibling?.textContent ?? ""] as const),
        );
    const everywhere = await listed("Everywhere");
    expect((await listed("Tree")).map(([key]) => key)).toEqual(expect.arrayContaining(["/", "n", "f", "→", "←"]));
    expect((await listed("Gantt")).map(([key]) => key)).toContain("Ctrl + wheel");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);

    const chosen: string[] = [];
    for (const [key, title] of everywhere.slice(0, viewIds.length)) {
      await page.keyboard.press(key);
      expect(await page.locator('nav [aria-current="page"]').innerText()).toBe(title);
      chosen.push((await page.locator("main").getAttribute("data-view")) ?? "");
    }
    expect(chosen).toEqual(viewIds);
    expect(everywhere.slice(viewIds.length).map(([key]) => key)).toEqual(["[", "]", "?"]);
    await page.keyboard.press("[");
    await page.locator(`[data-seq="${shown.records.length - 1}"]`).waitFor();
    await page.keyboard.press("]");
    await page.locator(`[data-seq="${shown.records.length}"]`).waitFor();
    await page.keyboard.press("Control+[");
    expect(await page.locator("[data-seq]").getAttribute("data-seq")).toBe(String(shown.records.length));
    await context.close();
  });
});
