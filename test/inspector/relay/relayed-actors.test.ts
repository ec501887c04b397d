import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { ActorLine } from "../../../src/inspector/protocol/relay-api.ts";
import type { RelayMessage } from "../../../src/inspector/relay/relay-message.ts";
import { RelayedActors, type RelayLimits } from "../../../src/inspector/relay/relayed-actors.ts";

const limits: RelayLimits = { actors: 6, entries: 12, shown: 4, gone: 3 };

const sessionId = fc.constantFrom("x:0", "x:1", "x:2", "x:3", "x:4", "x:5", "x:6", "x:7", "x:8");

const message: fc.Arbitrary<RelayMessage> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("actor" as const),
      sessionId,
      name: fc.constantFrom("a", "b"),
      parent: sessionId,
      toldAt: fc.constantFrom("1", "2"),
    },
    { requiredKeys: ["kind", "sessionId", "name"] },
  ),
  fc.record(
    { kind: fc.constant("event" as const), sessionId, event: fc.constantFrom("GO", "STOP"), source: sessionId },
    { requiredKeys: ["kind", "sessionId", "event"] },
  ),
  fc.record(
    {
      kind: fc.constant("snapshot" as const),
      sessionId,
      status: fc.constantFrom("active", "done", "error" as const),
      value: fc.constantFrom("p", "q"),
    },
    { requiredKeys: ["kind", "sessionId", "status"] },
  ),
  fc.record({ kind: fc.constant("stop" as const), sessionId }),
);

const messages = fc.array(message, { maxLength: 60 });

const told = (actors: RelayedActors): readonly ActorLine[] => actors.since(0).actors;

describe("the actors of a relay", () => {
  test("are the same for who asks now and then as for who asks once, in the same order", () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(10), { minLength: 1 }), (given, rests) => {
        const actors = new RelayedActors(() => 0, limits);
        const known = new Map<string, ActorLine>();
        let version = 0;
        const ask = (): void => {
          const { whole, gone, actors: changed } = actors.since(version);
          if (whole) known.clear();
          for (const id of gone) known.delete(id);
          for (const line of changed) known.set(line.sessionId, line);
          ({ version } = actors);
        };
        let next = 0;
        for (const [place, each] of given.entries()) {
          actors.hear(each);
          if (place < next) continue;
          ask();
          next = place + (rests[place % rests.length] ?? 0);
        }
        ask();
        expect(Array.from(known.values())).toEqual(told(actors));
      }),
    );
  });

  test("are no more than are kept, and neither are their logs; what is not kept is counted", () => {
    fc.assert(
      fc.property(messages, (given) => {
        const actors = new RelayedActors(() => 0, limits);
        for (const each of given) actors.hear(each);
        expect(told(actors).length).toBeLessThanOrEqual(limits.actors);
        let entries = 0;
        for (const { sessionId: id } of told(actors)) {
          const detail = actors.detail(id);
          expect(detail?.log.length).toBeLessThanOrEqual(limits.shown);
          entries += (detail?.log.length ?? 0) + (detail?.dropped ?? 0);
        }
        const heard = given.filter(({ kind }) => kind === "event" || kind === "snapshot").length;
        expect(entries).toBeLessThanOrEqual(heard);
      }),
    );
  });

  test("that were begun by one that ended have ended too, however deep, and in a circle", () => {
    const actors = new RelayedActors(() => 0);
    for (let depth = 0; depth < 9000; depth++)
      actors.hear({ kind: "actor", sessionId: `x:${depth}`, name: "a", parent: `x:${depth === 0 ? 8999 : depth - 1}` });
    actors.hear({ kind: "snapshot", sessionId: "x:0", status: "done" });
    expect(new Set(told(actors).map(({ status }) => status))).toEqual(new Set(["done", "stopped"]));
    expect(told(actors).filter(({ status }) => status === "stopped")).toHaveLength(8999);
  });

  test("make room for others when they have ended, the first first; while none has, the new ones are counted", () => {
    const actors = new RelayedActors(() => 0, limits);
    for (let place = 0; place < 7; place++) actors.hear({ kind: "actor", sessionId: `x:${place}`, name: "a" });
    expect(told(actors)).toHaveLength(6);
    expect(actors.forgotten).toBe(1);
    actors.hear({ kind: "snapshot", sessionId: "x:3", status: "error" });
    actors.hear({ kind: "stop", sessionId: "x:1" });
    for (let place = 7; place < 9; place++) actors.hear({ kind: "actor", sessionId: `x:${place}`, name: "a" });
    expect(told(actors).map(({ sessionId: id }) => id)).toEqual(["x:0", "x:2", "x:4", "x:5", "x:7", "x:8"]);
    expect(actors.forgotten).toBe(3);
  });

  test("are another program's when their ids are told of again, and the first program's are gone", () => {
    const actors = new RelayedActors(() => 0);
    const begin = (toldAt: string, count: number): void => {
      for (let place = 0; place < count; place++)
        actors.hear({
          kind: "actor",
          sessionId: `x:${place}`,
          name: toldAt,
          toldAt,
          ...(place > 0 && { parent: "x:0" }),
        });
    };
    begin("first", 5);
    actors.hear({ kind: "actor", sessionId: "x:3", name: "first", toldAt: "first", parent: "x:0" });
    expect(told(actors)).toHaveLength(5);
    begin("second", 2);
    expect(told(actors).map(({ sessionId: id, name }) => [id, name])).toEqual([
      ["x:0", "second"],
      ["x:1", "second"],
    ]);
  });

  test("have their last entries first, with the name of who sent an event, and the state in a line", () => {
    const actors = new RelayedActors(() => 5, limits);
    actors.hear({ kind: "actor", sessionId: "x:0", name: "boss" });
    actors.hear({
      kind: "actor",
      sessionId: "x:1",
      name: "fit",
      parent: "x:0",
      definition: '{"id":"m","states":{"a":{},"b":{}}}',
    });
    actors.hear({ kind: "event", sessionId: "x:1", event: "GO", source: "x:0" });
    actors.hear({ kind: "snapshot", sessionId: "x:1", status: "active", event: "GO", value: { b: {} } });
    for (let place = 0; place < 3; place++) actors.hear({ kind: "event", sessionId: "x:1", event: `E${place}` });
    expect(actors.detail("x:1")).toEqual({
      sessionId: "x:1",
      name: "fit",
      parent: "x:0",
      status: "active",
      state: "b",
      chart: { number: 0, active: ["m", "m.b"] },
      log: [
        { at: 5, kind: "event", event: "E2" },
        { at: 5, kind: "event", event: "E1" },
        { at: 5, kind: "event", event: "E0" },
        { at: 5, kind: "snapshot", event: "GO", text: "b" },
      ],
      dropped: 1,
    });
    expect(actors.detail("x:0")?.chart).toEqual({ reason: "It is no machine." });
    expect(actors.detail("x:9")).toBeUndefined();
  });
});
