import { createRequire } from "node:module";

import { createWebSocketInspector } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { afterEach, describe, expect, test } from "vitest";
import { createActor, fromPromise, type InspectionEvent, setup } from "xstate";

import { Executor } from "../../../src/index.ts";
import { inspectRelay, statelyInspect } from "../../../src/inspector/index.ts";
import type { ActorLine } from "../../../src/inspector/protocol/relay-api.ts";
import { WatchedRelay } from "../../../src/inspector/relay/watched-relay.ts";
import { startXStateInspect } from "../../../src/inspector/xstate-inspect/index.ts";
import { freePort } from "../bridges/free-port.ts";
import { birdstrikes } from "../birdstrikes.ts";
import { startRelayProcess } from "./relay-process.ts";

const pace = { connectMs: 5000, againMs: 20, greetMs: 20 };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const watch = async (url: string): Promise<WatchedRelay> => {
  const relay = await WatchedRelay.open(new URL(url), Date.now, pace);
  closing.push(() => relay.close());
  return relay;
};

const startStately = async (): Promise<string> => {
  const port = await freePort();
  const server = createInspectorServer({ port, autoOpen: false });
  closing.push(() => server.stop());
  return `ws://localhost:${port}`;
};

const linesOf = (relay: WatchedRelay): readonly ActorLine[] => relay.report(0, 0).actors;

const stateOf = (relay: WatchedRelay, sessionId: string): string | undefined =>
  linesOf(relay).find((each) => each.sessionId === sessionId)?.state;

const pilot = setup({}).createMachine({
  id: "pilot",
  type: "parallel",
  context: { speed: 3 },
  states: {
    work: { initial: "idle", states: { idle: { on: { GO: "busy" } }, busy: { on: { REST: "idle" } } } },
    light: { initial: "off", states: { off: { on: { GO: "on" } }, on: { on: { GO: "off" } } } },
  },
});

/** A whole run, told of by `inspect`, and what a listener then knows of it: as many actors as there were, and how each ended. */
const expectRun = async (
  relay: WatchedRelay,
  inspect: (event: InspectionEvent) => void,
  actors: "machine" | "leaf",
): Promise<void> => {
  const { workflow, config } = birdstrikes;
  const executor = new Executor({ workflow, config, actors, inspect });
  const { runId } = await executor.run();
  const { status } = executor;
  const { experiments, executions } = executor.plan.size;
  const ended = (): readonly ActorLine[] => linesOf(relay).filter(({ state }) => state === "Completed");
  await expect.poll(() => ended().length, { timeout: 10_000 }).toBe(1 + experiments + executions);
  expect(ended().every((line) => line.status === "done")).toBe(true);
  const run = ended().filter(({ parent }) => parent === undefined);
  expect(run).toHaveLength(1);
  const ofRun = ended().filter(({ parent }) => parent === run[0]?.sessionId);
  expect(ofRun).toHaveLength(experiments);
  expect(status.executionCounts.Completed).toBe(executions);
  expect(ended().filter(({ parent }) => ofRun.some(({ sessionId }) => sessionId === parent))).toHaveLength(executions);
  const detail = relay.detail(run[0]?.sessionId ?? "");
  expect(detail?.context).toContain(runId);
  expect(detail?.chart).toMatchObject({ active: ["run", "run.Completed"] });
};

describe("the actors of a real relay of @statelyai/inspect", () => {
  test("are all those of a run, each in the state that the journal has, told of by statelyInspect", async () => {
    const url = await startStately();
    const relay = await watch(url);
    const stately = statelyInspect({ url });
    await expectRun(relay, stately.inspect, "machine");
    expect(relay.report(0, 0)).toMatchObject({
      protocol: "@statelyai/inspect",
      totals: { passedOver: 0, forgotten: 0 },
    });
    await stately.close();
  }, 60_000);

  test("are those of a nested machine with its active states lit, told of by the package's own inspector", async () => {
    const url = await startStately();
    const relay = await watch(url);
    const inspector = createWebSocketInspector({ url });
    closing.push(() => inspector.stop());
    const actor = createActor(pilot, { id: "pilot", inspect: (event) => inspector.inspect.next?.(event) }).start();
    await expect.poll(() => stateOf(relay, actor.sessionId)).toBe("light.off, work.idle");
    actor.send({ type: "GO" });
    await expect.poll(() => stateOf(relay, actor.sessionId)).toBe("light.on, work.busy");
    const detail = relay.detail(actor.sessionId);
    const lit = actor.getSnapshot()._nodes.map(({ id }) => id);
    expect(detail?.name).toBe("pilot");
    expect(detail && "active" in detail.chart && detail.chart.active.toSorted()).toEqual(lit.toSorted());
    const chart = await relay.chart(1, 0);
    expect(chart?.states.map(({ id }) => id).toSorted()).toEqual([
      "pilot",
      "pilot.light",
      "pilot.light.off",
      "pilot.light.on",
      "pilot.work",
      "pilot.work.busy",
      "pilot.work.idle",
    ]);
    expect(detail?.log.map(({ kind, event }) => [kind, event]).slice(0, 2)).toEqual([
      ["snapshot", "GO"],
      ["event", "GO"],
    ]);
  });

  test("stay when the relay goes away, and make room for others when it is back", async () => {
    const port = await freePort();
    const first = await startRelayProcess(port);
    const url = `ws://localhost:${port}`;
    const relay = await watch(url);
    const tell = async (id: string): Promise<void> => {
      const stately = statelyInspect({ url });
      createActor(pilot, { id, inspect: stately.inspect }).start();
      await stately.close();
    };
    await tell("before");
    await expect.poll(() => linesOf(relay).map(({ name }) => name)).toEqual(["before"]);
    first.kill("SIGKILL");
    await expect.poll(() => relay.report(0, 0).connection).toBe("lost");
    expect(linesOf(relay).map(({ name }) => name)).toEqual(["before"]);
    const second = await startRelayProcess(port);
    closing.push(() => second.kill("SIGKILL"));
    await expect.poll(() => relay.report(0, 0).connection).toBe("open");
    expect(linesOf(relay).map(({ name }) => name)).toEqual(["before"]);
    await tell("after");
    await expect.poll(() => linesOf(relay).map(({ name }) => name)).toEqual(["after"]);
  });
});

// The package of version 4 has its own XState, beside the one of this project.
const require = createRequire(new URL("../../../src/inspector/xstate-inspect/index.ts", import.meta.url));

interface OldInterpreter {
  readonly sessionId: string;
  start(): OldInterpreter;
  send(event: string): void;
  stop(): void;
}

describe("the actors of a real relay of @xstate/inspect", () => {
  test.each(["machine", "leaf"] as const)(
    "are all those of a run, of %s actors, told of by runstate-xstate-inspect, live and to who comes late",
    async (actors) => {
      const relay = await startXStateInspect();
      closing.push(() => relay.close());
      const watched = await watch(`ws://${relay.server}`);
      await expectRun(watched, relay.inspect, actors);
      const report = watched.report(0, 0);
      expect(report).toMatchObject({ protocol: "@xstate/inspect", totals: { passedOver: 0, forgotten: 0 } });
      expect(report.relay).not.toContain("token");
      const late = await watch(`ws://${relay.server}`);
      await expect
        .poll(() => linesOf(late).map(({ sessionId, status, state }) => [sessionId, status, state]))
        .toEqual(report.actors.map(({ sessionId, status, state }) => [sessionId, status, state]));
    },
    60_000,
  );

  test("have failed where they have, which version 4 has no word for", async () => {
    const relay = await startXStateInspect();
    closing.push(() => relay.close());
    const watched = await watch(`ws://${relay.server}`);
    const failing = setup({
      actors: { fit: fromPromise(() => Promise.reject(new Error("does not fit"))) },
    }).createMachine({
      id: "failing",
      initial: "a",
      states: { a: { invoke: { src: "fit" } } },
    });
    const actor = createActor(failing, { id: "failing", inspect: relay.inspect });
    actor.subscribe({ error: () => undefined });
    actor.start();
    await expect.poll(() => linesOf(watched).map(({ name, status }) => [name, status])).toEqual([["failing", "error"]]);
  });

  test("are told of by the package's own server once it is asked, in states of XState 4", async () => {
    const { WebSocketServer } = require("ws") as { WebSocketServer: new (options: object) => object };
    const { inspect } = require("@xstate/inspect/lib/server") as {
      inspect: (options: object) => { disconnect(): void };
    };
    const old = require("xstate") as {
      createMachine: (config: object) => object;
      interpret: (machine: object, options: object) => OldInterpreter;
    };
    const port = await freePort();
    const server = new WebSocketServer({ port });
    const inspector = inspect({ server });
    closing.push(() => inspector.disconnect());
    const { config } = pilot;
    const service = old
      .interpret(old.createMachine({ ...config, predictableActionArguments: true }), { devTools: true })
      .start();
    const relay = await watch(`ws://localhost:${port}`);
    await expect.poll(() => stateOf(relay, service.sessionId)).toBe("work.idle, light.off");
    service.send("GO");
    await expect.poll(() => stateOf(relay, service.sessionId)).toBe("work.busy, light.on");
    const lit = relay.detail(service.sessionId)?.chart;
    expect(lit && "active" in lit && lit.active.toSorted()).toEqual([
      "pilot",
      "pilot.light",
      "pilot.light.on",
      "pilot.work",
      "pilot.work.busy",
    ]);
    service.stop();
    await expect.poll(() => linesOf(relay)[0]?.status).toBe("stopped");
  });
});

describe("inspectRelay", () => {
  test.each([
    [
      "nobody answers",
      async () => `ws://localhost:${await freePort()}`,
      /nobody answers there. Start the relay first/u,
    ],
    ["it is of another machine", async () => "ws://192.0.2.1:8080", /192.0.2.1 is not this machine. Allow it with/u],
    ["it is none of a WebSocket", async () => "http://localhost:8080", /begins with ws: and not with http:/u],
  ])("rejects an address where %s, and frees the port", async (_, address, complaint) => {
    await expect(inspectRelay({ url: await address() })).rejects.toThrow(complaint);
  });

  test("rejects when its own port is taken, and listens no more", async () => {
    const url = await startStately();
    const first = await inspectRelay({ url });
    closing.push(() => first.close());
    await expect(inspectRelay({ url, port: first.port })).rejects.toThrow("EADDRINUSE");
    expect(first.link()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/u);
  });
});
