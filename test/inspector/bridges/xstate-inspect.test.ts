import { createRequire } from "node:module";
import { request } from "node:http";
import { describe, expect, test } from "vitest";

import { Executor } from "../../../src/index.ts";
import { startXStateInspect } from "../../../src/inspector/xstate-inspect/index.ts";
import { birdstrikes } from "../birdstrikes.ts";

/** What a client of the real package is told. */
interface Told {
  readonly type: string;
  readonly sessionId: string;
  readonly id?: string;
  readonly parent?: string;
  readonly state?: { readonly value: unknown };
  readonly machine?: { readonly id: string };
}

// The package of version 4 has its own XState, beside the one of this project.
const require = createRequire(new URL("../../../src/inspector/xstate-inspect/index.ts", import.meta.url));
const { createWebSocketReceiver } = require("@xstate/inspect") as {
  readonly createWebSocketReceiver: (options: { readonly server: string }) => {
    readonly subscribe: (next: (told: Told) => void, error: (thrown: unknown) => void) => void;
  };
};

describe("a client of the real @xstate/inspect", () => {
  test.each(["machine", "leaf"] as const)(
    "is told of every run, experiment and execution of the birdstrikes example, with %s actors",
    async (actors) => {
      const relay = await startXStateInspect();
      const heard: Told[] = [];
      const failures: unknown[] = [];
      createWebSocketReceiver({ server: relay.server }).subscribe(
        (told) => heard.push(told),
        (thrown) => failures.push(thrown),
      );
      const { workflow, config } = birdstrikes;
      const executor = new Executor({ workflow, config, actors, inspect: relay.inspect });
      const { executions, experiments } = executor.plan.size;
      await executor.run();
      await expect
        .poll(() => heard.filter(({ type }) => type === "service.stop").length)
        .toBe(1 + experiments + executions);
      const registered = heard.filter(({ type }) => type === "service.register");
      expect(registered).toHaveLength(1 + experiments + executions);
      const parents = new Map(registered.map(({ sessionId, parent }) => [sessionId, parent]));
      const run = registered.find(({ parent }) => parent === undefined);
      const ofRun = registered.filter(({ parent }) => parent === run?.sessionId);
      expect(ofRun).toHaveLength(experiments);
      const ofExperiments = registered.filter(({ parent }) => parents.get(parent ?? "") === run?.sessionId);
      expect(ofExperiments).toHaveLength(executions);

      const last = new Map(
        heard.filter(({ state }) => state !== undefined).map((told) => [told.sessionId, told.state?.value]),
      );
      const counted = Map.groupBy(last.values(), (value) => value);
      expect(counted.get("Completed")).toHaveLength(1 + experiments + executions);
      expect(executor.status.executionCounts.Completed).toBe(executions);
      expect(registered.map(({ machine }) => machine?.id)).toContain(actors === "machine" ? "module" : "actor");
      expect(failures).toEqual([]);

      // Who comes later is told what there was.
      const late: Told[] = [];
      createWebSocketReceiver({ server: relay.server }).subscribe(
        (told) => late.push(told),
        (thrown) => failures.push(thrown),
      );
      await expect.poll(() => late.filter(({ type }) => type === "service.register").length).toBe(registered.length);
      await relay.close();
    },
    60_000,
  );

  test.each([
    ["no token", "/", {}],
    ["a wrong token", "/?token=x", {}],
    ["no address", "//", {}],
    ["half an address", "http://[", {}],
    ["a page of no origin", undefined, { origin: "null" }],
    ["a page of another origin", undefined, { origin: "http://evil.example" }],
    ["another name of this machine", undefined, { host: "evil.example" }],
  ])("is refused with %s", async (_, path, headers) => {
    const relay = await startXStateInspect();
    const at = new URL(`http://${relay.server}`);
    const status = await new Promise((resolve) => {
      const asked = request({
        host: "127.0.0.1",
        port: at.port,
        path: path ?? `${at.pathname}${at.search}`,
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
          ...headers,
        },
      });
      asked.on("upgrade", () => resolve("upgraded"));
      asked.on("response", (response) => resolve(response.statusCode));
      asked.on("error", () => resolve("closed"));
      asked.end();
    });
    expect(status).toBe(403);
    await relay.close();
  });
});
