import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { createActor, type InspectionEvent, setup } from "xstate";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";
import { isMachineSnapshot, machineOf } from "../../src/inspector/server/machine-snapshot.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { shownState } from "./shown-state.ts";

const openLink = sharedBrowser();

const nested = setup({}).createMachine({
  id: "pilot",
  type: "parallel",
  states: {
    work: { initial: "idle", states: { idle: { on: { GO: "busy" } }, busy: { on: { REST: "idle" } } } },
    light: { initial: "off", states: { off: { on: { GO: "on" } }, on: { on: { GO: "off" } } } },
  },
});

/** The ids of the lit states of a chart, as the page has them. */
const lit = (page: Page, chart: string): Promise<readonly string[]> =>
  page.evaluate(
    (id) =>
      Array.from(
        document.querySelectorAll(`[data-chart="${id}"] [data-active="true"]`),
        (element) => element.getAttribute("data-state") ?? "",
      ).toSorted(),
    chart,
  );

describe("the statecharts", () => {
  test("light what the actors' snapshots say, of run, experiment, module, and of a machine of the user's", async () => {
    const gates = new Map<string, PromiseWithResolvers<void>>();
    const gate = (key: string): PromiseWithResolvers<void> => {
      const known = gates.get(key) ?? Promise.withResolvers<void>();
      gates.set(key, known);
      return known;
    };
    const workflow = defineWorkflow("gated")
      .module("Loader", { run: ({ experimentKey }) => gate(experimentKey).promise.then(() => [{ n: 1 }]) })
      .module("Fitter", {
        run: ({ experimentKey }) =>
          gate(experimentKey).promise.then(() => {
            if (experimentKey.includes("bad")) throw new Error("does not fit");
            return 1;
          }),
      });
    /** By the id of its machine, the active states of the actor that moved last. */
    const actors = new Map<string, readonly string[]>();
    const hear = (event: InspectionEvent): void => {
      if (event.type !== "@xstate.snapshot" || !isMachineSnapshot(event.snapshot)) return;
      const machine = machineOf(event.actorRef);
      if (machine !== undefined) actors.set(machine.id, event.snapshot._nodes.map(({ id }) => id).toSorted());
    };
    const config = { Loader: { one: {} }, Fitter: { good: {}, bad: {} } };
    const executor = new Executor({ workflow, config, actors: "machine", inspect: hear });
    const inspector = await inspect(executor);
    const pilot = createActor(nested, {
      id: "pilot",
      inspect: (event) => {
        inspector.watch(event);
        hear(event);
      },
    }).start();
    const running = executor.run();
    await expect.poll(() => executor.status.seq).toBeGreaterThan(2);
    const { page } = await openLink(inspector.link(executor.status.runId));
    await page.locator('[data-view="statechart"]').click();

    const stops = ["Loader[one]", "Loader[one]_Fitter[good]", "Loader[one]_Fitter[bad]"];
    for (const [execution, key] of stops.entries()) {
      await expect.poll(() => executor.status.getState(key)).toBe("InProgress");
      pilot.send({ type: execution % 2 === 0 ? "GO" : "REST" });
      await page.evaluate((selected) => {
        location.hash = location.hash.replace(/\?.*$/u, "").concat(`?sel=${selected}`);
      }, execution);
      await expect.poll(async () => (await shownState(page)).seq).toBe(executor.status.seq);
      for (const machine of ["run", "experiment", "module"])
        await expect.poll(() => lit(page, machine)).toEqual(actors.get(machine));
      gate(key).resolve();
    }
    await running;
    await expect.poll(() => lit(page, "run")).toEqual(["run", "run.Failed"]);
    await expect.poll(() => lit(page, "module")).toEqual(actors.get("module"));
    expect(actors.get("module")).toEqual(["module", "module.Failed"]);
    expect(await page.locator('[data-chart="module"] [data-taken]').getAttribute("data-taken")).toBe("module.fail");
    expect(await page.locator('[data-chart="run"] [data-taken]').getAttribute("data-taken")).toContain("run.end");
    await expect.poll(() => lit(page, "pilot")).toEqual(actors.get("pilot"));
    expect(actors.get("pilot")).toEqual(["pilot", "pilot.light", "pilot.light.off", "pilot.work", "pilot.work.busy"]);
    // It was told of from its start on, and went busy, idle and busy.
    const visits = await page
      .locator('[data-chart="pilot"] .chart-state')
      .evaluateAll((states) =>
        states.map((state) => [state.getAttribute("data-state"), state.querySelector(".chart-visits")?.textContent]),
      );
    expect(visits).toEqual(
      expect.arrayContaining([
        ["pilot.work.idle", "× 2"],
        ["pilot.work.busy", "× 2"],
        ["pilot.light.on", "× 1"],
      ]),
    );
    const moves = page.locator('[data-actor="pilot"] .moves');
    await moves.locator("summary").click();
    expect(await moves.locator("li").allInnerTexts()).toEqual(
      ["GO", "REST", "GO", "xstate.init"].map((event) =>
        expect.stringMatching(new RegExp(`→ \\{"work":"\\w+","light":"\\w+"\\} by ${event}, record \\d+$`, "u")),
      ),
    );
    // To the record it moved at, where it had made no move after that.
    await moves.locator("li").nth(1).getByRole("button").click();
    await expect
      .poll(() => lit(page, "pilot"))
      .toEqual(["pilot", "pilot.light", "pilot.light.on", "pilot.work", "pilot.work.idle"]);
    expect(await moves.locator("summary").innerText()).toBe("3 moves");
    await page.context().close();
    await inspector.close();
  }, 60_000);
});
