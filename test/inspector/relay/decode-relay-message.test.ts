import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeRelayMessage } from "../../../src/inspector/relay/decode-relay-message.ts";
import { mostText } from "../../../src/inspector/relay/relay-message.ts";

const types = [
  "@xstate.actor",
  "@xstate.event",
  "@xstate.snapshot",
  "service.register",
  "service.event",
  "service.state",
  "service.stop",
];
const fields = [
  "sessionId",
  "name",
  "id",
  "parent",
  "parentId",
  "definition",
  "machine",
  "state",
  "event",
  "snapshot",
  "sourceId",
  "createdAt",
];

/** Messages that are nearly right: every field may hold anything, JSON inside a text too. */
const nearly = fc
  .tuple(
    fc.constantFrom(...types, "xstate.inspecting", "__proto__"),
    fc.dictionary(
      fc.constantFrom(...fields),
      fc.oneof(
        fc.string({ maxLength: 400 }),
        fc.jsonValue(),
        fc.json(),
        fc.record({
          type: fc.string(),
          status: fc.constantFrom("active", "done", "odd"),
          value: fc.jsonValue(),
          context: fc.jsonValue(),
        }),
        fc
          .record({ name: fc.string(), value: fc.jsonValue(), data: fc.jsonValue(), event: fc.jsonValue() })
          .map((each) => JSON.stringify(each)),
      ),
    ),
    fc.option(fc.string({ minLength: 1, maxLength: 10 }), { nil: undefined }),
  )
  .map(([type, rest, sessionId]) => JSON.stringify({ type, ...rest, ...(sessionId !== undefined && { sessionId }) }));

const longest = Math.max(...Object.values(mostText)) + 1;

const textsIn = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

describe("what a relay sends", () => {
  test("is read, or passed over, whatever it is; texts are cut, and every message names its actor", () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.json(), fc.string(), fc.anything()), (given) => {
        const heard = decodeRelayMessage(given);
        for (const { sessionId, ...message } of heard?.messages ?? []) {
          expect(sessionId.length).toBeGreaterThan(0);
          expect(sessionId.length).toBeLessThanOrEqual(mostText.id);
          const { value: _, ...rest } = { value: undefined, ...message };
          for (const text of textsIn(rest)) expect(text.length).toBeLessThanOrEqual(longest);
        }
      }),
    );
  });

  test("is passed over when it is longer than a million letters, or lists inside lists without end", () => {
    const message = (context: unknown): string =>
      JSON.stringify({ type: "@xstate.snapshot", sessionId: "x:0", snapshot: { status: "active", context } });
    expect(decodeRelayMessage(message("a".repeat(900_000)))?.messages).toHaveLength(1);
    expect(decodeRelayMessage(message("a".repeat(1_000_000)))).toBeUndefined();
    const deep = `{"type":"@xstate.snapshot","sessionId":"x:0","snapshot":{"status":"done","context":${"[".repeat(400_000)}${"]".repeat(400_000)}}}`;
    expect(decodeRelayMessage(deep)?.messages).toEqual([{ kind: "snapshot", sessionId: "x:0", status: "done" }]);
  });

  test("of Stately's format says an actor, its events and its snapshots", () => {
    const say = (message: object) => decodeRelayMessage(JSON.stringify(message));
    expect(
      say({
        type: "@xstate.actor",
        sessionId: "x:1",
        name: "fit",
        parentId: "x:0",
        definition: '{"id":"fit"}',
        createdAt: "7",
        snapshot: { status: "active", value: "idle", context: { n: 1 } },
      }),
    ).toEqual({
      protocol: "@statelyai/inspect",
      messages: [
        { kind: "actor", sessionId: "x:1", name: "fit", parent: "x:0", definition: '{"id":"fit"}', toldAt: "7" },
        { kind: "snapshot", sessionId: "x:1", status: "active", value: "idle", context: '{\n  "n": 1\n}' },
      ],
    });
    expect(
      say({ type: "@xstate.event", sessionId: "x:1", sourceId: "x:0", event: { type: "GO", by: 3 } })?.messages,
    ).toEqual([{ kind: "event", sessionId: "x:1", event: "GO", source: "x:0", text: '{"by":3}' }]);
    expect(
      say({
        type: "@xstate.snapshot",
        sessionId: "x:1",
        event: { type: "GO" },
        snapshot: { status: "error", error: { message: "no" } },
      })?.messages,
    ).toEqual([{ kind: "snapshot", sessionId: "x:1", status: "error", event: "GO", error: '{\n  "message": "no"\n}' }]);
  });

  test("of the older format says a service, its events, its states and its end", () => {
    const say = (message: object) => decodeRelayMessage(JSON.stringify(message));
    const state = JSON.stringify({ value: { a: "b" }, context: {}, done: true, event: { type: "GO" } });
    expect(say({ type: "service.register", sessionId: "x:1", machine: '{"id":"fit"}', state, parent: "x:0" })).toEqual({
      protocol: "@xstate/inspect",
      messages: [
        { kind: "actor", sessionId: "x:1", name: "fit", parent: "x:0", definition: '{"id":"fit"}' },
        { kind: "snapshot", sessionId: "x:1", status: "done", event: "GO", value: { a: "b" }, context: "{}" },
      ],
    });
    const event = JSON.stringify({ name: "GO", data: { type: "GO", n: 2 }, origin: "x:0" });
    expect(say({ type: "service.event", sessionId: "x:1", event })?.messages).toEqual([
      { kind: "event", sessionId: "x:1", event: "GO", source: "x:0", text: '{"n":2}' },
    ]);
    expect(say({ type: "service.stop", sessionId: "x:1" })?.messages).toEqual([{ kind: "stop", sessionId: "x:1" }]);
    expect(say({ type: "xstate.inspecting", sessionId: "x:1" })).toBeUndefined();
  });
});
