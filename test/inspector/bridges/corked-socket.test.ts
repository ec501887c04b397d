import { Socket } from "node:net";

import { createWebSocketReceiver, type StatelyInspectionEvent } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { describe, expect, test, vi } from "vitest";
import { createActor } from "xstate";

import { moduleMachine } from "../../../machines/index.ts";
import { statelyInspect } from "../../../src/inspector/index.ts";
import { freePort } from "./free-port.ts";

const startActors = (count: number, stately: ReturnType<typeof statelyInspect>): void => {
  for (let place = 0; place < count; place++)
    createActor(moduleMachine, { id: `a${place}`, inspect: stately.inspect })
      .start()
      .send({ type: "module.start", at: 0, attempt: 1 });
};

describe("what statelyInspect sends", () => {
  test("goes out in one write for each turn of the event loop, whole and in its order", async () => {
    const port = await freePort();
    const server = createInspectorServer({ port, autoOpen: false });
    const url = `ws://localhost:${port}`;
    const heard: string[] = [];
    createWebSocketReceiver({ server: url }).subscribe((event: StatelyInspectionEvent) => {
      if (event.type === "@xstate.actor") heard.push(event.name);
    });
    const stately = statelyInspect({ url });
    startActors(1, stately);
    await expect.poll(() => heard.length).toBe(1);

    const writes: (readonly [remotePort: number | undefined, chunks: number])[] = [];
    const writev = vi.spyOn(Socket.prototype, "_writev").mockImplementation(function record(
      this: Socket,
      chunks,
      done,
    ) {
      writes.push([this.remotePort, chunks.length]);
      writev.mockRestore();
      const write: unknown = Reflect.get(this, "_writev");
      if (typeof write === "function") Reflect.apply(write, this, [chunks, done]);
    });
    startActors(50, stately);
    expect(writes).toEqual([]);
    await expect.poll(() => heard.length).toBe(51);
    // 50 actors, with four messages each, of a head and a body.
    expect(writes[0]).toEqual([port, 400]);
    expect(heard.slice(1)).toEqual(Array.from({ length: 50 }, (_, place) => `a${place}`));

    startActors(50, stately);
    await stately.close();
    expect(stately.dropped).toBe(0);
    await expect.poll(() => heard.length).toBe(101);
    server.stop();
  });

  test("arrives as well of two that connect at once, whose connections cannot be told apart", async () => {
    const port = await freePort();
    const server = createInspectorServer({ port, autoOpen: false });
    const url = `ws://localhost:${port}`;
    const heard: string[] = [];
    createWebSocketReceiver({ server: url }).subscribe((event: StatelyInspectionEvent) => {
      if (event.type === "@xstate.actor") heard.push(event.name);
    });
    const both = [statelyInspect({ url }), statelyInspect({ url })];
    for (const stately of both) startActors(20, stately);
    await Promise.all(both.map((stately) => stately.close()));
    await expect.poll(() => heard.length).toBe(40);
    server.stop();
  });
});
