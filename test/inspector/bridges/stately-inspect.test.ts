import { createWebSocketInspector, createWebSocketReceiver, type StatelyInspectionEvent } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { describe, expect, test } from "vitest";
import { createActor, type InspectionEvent, setup } from "xstate";

import { moduleMachine } from "../../../machines/index.ts";
import { Executor } from "../../../src/index.ts";
import { statelyInspect } from "../../../src/inspector/index.ts";
import { birdstrikes } from "../birdstrikes.ts";
import { freePort } from "./free-port.ts";

/** The inspector of the package itself, whose observer is an object. */
const theirs = (url: string): { readonly inspect: (event: InspectionEvent) => void; close(): Promise<void> } => {
  const inspector = createWebSocketInspector({ url });
  const { inspect } = inspector;
  return {
    inspect: (event) => inspect.next?.(event),
    close: () => Promise.resolve(inspector.stop()),
  };
};

const ours = (url: string): ReturnType<typeof theirs> => statelyInspect({ url });

describe("a client of the real server of @statelyai/inspect", () => {
  test.each([
    ["ours", ours, 0],
    ["its own", theirs, 10],
  ])(
    "is told of every run, experiment and execution of the birdstrikes example, by %s",
    async (_, connect, mayMiss) => {
      const port = await freePort();
      const server = createInspectorServer({ port, autoOpen: false });
      const url = `ws://localhost:${port}`;
      const heard: StatelyInspectionEvent[] = [];
      createWebSocketReceiver({ server: url }).subscribe((event: StatelyInspectionEvent) => {
        heard.push(event);
      });
      const inspector = connect(url);
      const { workflow, config } = birdstrikes;
      const executor = new Executor({ workflow, config, actors: "machine", inspect: inspector.inspect });
      const { executions, experiments } = executor.plan.size;
      await executor.run();
      const final = (): readonly string[] =>
        Array.from(
          new Map(
            heard.flatMap((event) =>
              event.type === "@xstate.snapshot" ? [[event.sessionId, event.snapshot] as const] : [],
            ),
          ).values(),
          (snapshot) => ("value" in snapshot ? String(snapshot.value) : ""),
        ).filter((value) => value === "Completed");
      await expect.poll(() => final().length, { timeout: 10_000 }).toBe(1 + experiments + executions);
      const sessions = new Set(heard.flatMap((event) => (event.type === "@xstate.snapshot" ? [event.sessionId] : [])));
      expect(sessions.size).toBeGreaterThanOrEqual(1 + experiments + executions);
      // Its own tells of an actor when it gets to it, and may lose one or tell it twice while it connects: 93 to 97 of 96 seen.
      const defined = heard.flatMap((event) =>
        event.type === "@xstate.actor" && event.definition !== undefined ? [event.definition] : [],
      );
      expect(Math.abs(defined.length - (1 + experiments + executions))).toBeLessThanOrEqual(mayMiss);
      expect(new Set(defined).size).toBeGreaterThanOrEqual(mayMiss === 0 ? 3 : 2);
      expect(executor.status.executionCounts.Completed).toBe(executions);
      await inspector.close();
      server.stop();
    },
    60_000,
  );
});

describe("our emission", () => {
  test("sends a run that is over before there is a connection, when it is closed", async () => {
    const port = await freePort();
    const server = createInspectorServer({ port, autoOpen: false });
    const heard: StatelyInspectionEvent[] = [];
    createWebSocketReceiver({ server: `ws://localhost:${port}` }).subscribe((event: StatelyInspectionEvent) => {
      heard.push(event);
    });
    const stately = statelyInspect({ url: `ws://localhost:${port}` });
    createActor(moduleMachine, { inspect: stately.inspect }).start().send({ type: "module.start", at: 0, attempt: 1 });
    await stately.close();
    expect(stately.dropped).toBe(0);
    await expect
      .poll(() => heard.flatMap((event) => (event.type === "@xstate.snapshot" ? [event.snapshot] : [])).length)
      .toBe(2);
    server.stop();
  });

  test("fails no actor whose machine or context JSON cannot hold", async () => {
    const stately = statelyInspect({ url: `ws://localhost:${await freePort()}` });
    const machine = setup({}).createMachine({ id: "odd", context: { n: 1n }, meta: { n: 2n } });
    const seen: string[] = [];
    createActor(machine, {
      inspect: (event) => {
        stately.inspect(event);
        seen.push(event.type);
      },
    }).start();
    // XState loses the event where an inspection throws: it went through to its end.
    expect(seen).toContain("@xstate.snapshot");
    await stately.close();
    expect(stately.dropped).toBeGreaterThan(0);
  });

  test("drops what does not fit while nobody answers, counts it, and disturbs no run", async () => {
    const stately = statelyInspect({ url: `ws://localhost:${await freePort()}`, mostWaiting: 5 });
    const { workflow, config } = birdstrikes;
    const executor = new Executor({ workflow, config, actors: "machine", inspect: stately.inspect });
    const outcome = await executor.run();
    expect(outcome.state).toBe("Completed");
    expect(stately.dropped).toBeGreaterThan(100);
    await stately.close();
  }, 30_000);
});
