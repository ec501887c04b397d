import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createActor, createMachine, fromPromise, setup } from "xstate";

import { decodeRelayMessage } from "../../../src/inspector/relay/decode-relay-message.ts";
import { definitionChart } from "../../../src/inspector/chart/definition-chart.ts";
import { toChart } from "../../../src/inspector/chart/to-chart.ts";
import { StatelyMessages } from "../../../src/inspector/stately/stately-messages.ts";

const said = (tell: (inspect: StatelyMessages["inspect"]) => void) => {
  const messages: Record<string, unknown>[] = [];
  tell(new StatelyMessages((text) => messages.push(JSON.parse(text) as Record<string, unknown>)).inspect);
  return messages;
};

/** XState takes no event that is called as all of them. */
const eventType = fc.string({ minLength: 1 }).filter((type) => type !== "*");

describe("the words of Stately's format", () => {
  test("are JSON that says the state, the context, and who is who, whatever names and values are", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), eventType, fc.jsonValue(), (id, type, context) => {
        const key = 'a state "of" its own';
        const machine = createMachine({
          id: "m",
          context: { context },
          initial: key,
          states: { [key]: { on: { [type]: "b" } }, b: {} },
        });
        const messages = said((inspect) => createActor(machine, { id, inspect }).start().send({ type }));
        const events = messages.map((message) => message["type"]);
        expect(events.slice(0, 3)).toEqual(["@xstate.actor", "@xstate.snapshot", "@xstate.event"]);
        const [actor, first, event] = messages;
        expect(actor).toMatchObject({
          name: id,
          snapshot: { status: "active", value: key },
        });
        expect(first).toMatchObject({ snapshot: { context: JSON.parse(JSON.stringify({ context })) } });
        expect(event).toMatchObject({ event: { type } });
        for (const message of messages)
          expect(decodeRelayMessage(JSON.stringify(message))?.protocol).toBe("@statelyai/inspect");
      }),
    );
  });

  test("hold the config as the definition, with functions by their names, from which the chart is that of the machine", () => {
    const machine = setup({ actions: { greet: () => undefined }, guards: { may: () => true } }).createMachine({
      id: "m",
      context: () => ({ n: 1 }),
      initial: "a",
      states: { a: { on: { GO: { guard: "may", target: "b", actions: "greet" } } }, b: { entry: function wave() {} } },
    });
    const [actor] = said((inspect) => createActor(machine, { inspect }).start());
    const definition = JSON.parse(String(actor?.["definition"])) as unknown;
    expect(definition).toMatchObject({ context: { type: "context" }, states: { b: { entry: { type: "wave" } } } });
    expect(definitionChart(definition)).toEqual({ chart: toChart(machine) });
    // A root without a name of its own is told by that of its machine.
    expect(actor?.["name"]).toBe("m");
  });

  test("name the parent, say no state twice, and nothing more of an actor that has ended", () => {
    const machine = setup({ actors: { work: fromPromise(async () => 1) } }).createMachine({
      id: "m",
      initial: "a",
      states: { a: { invoke: { src: "work", id: "work" }, on: { STAY: {}, END: "b" } }, b: { type: "final" } },
    });
    const messages = said((inspect) => {
      const actor = createActor(machine, { inspect }).start();
      for (const type of ["STAY", "STAY", "END"]) actor.send({ type });
    });
    const root = messages.find(({ name }) => name === "m")?.["sessionId"];
    expect(messages.find(({ name }) => name === "work")).toMatchObject({ parentId: root });
    const states = messages.flatMap((message) =>
      message["type"] === "@xstate.snapshot" && message["sessionId"] === root ? [message["snapshot"]] : [],
    );
    expect(states).toMatchObject([
      { status: "active", value: "a" },
      { status: "done", value: "b" },
    ]);
  });

  test("tell of what JSON cannot hold in a word", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const machine = createMachine({ id: "odd", context: { n: 1n }, meta: circle, initial: "a", states: { a: {} } });
    const [actor] = said((inspect) => createActor(machine, { inspect }).start());
    expect(actor).toMatchObject({
      definition: '{"id":"odd"}',
      snapshot: { value: "a", context: "it cannot be written as JSON" },
    });
  });
});
