import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assign, createActor, setup } from "xstate";

import { experimentMachine, leafLogic, lightExperimentLogic, moduleMachine } from "../../../machines/index.ts";
import { machineCommands, machineModel } from "../../../src/testing/index.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const at = fc.constant(0);
const moduleEvents = [
  fc.record({ type: fc.constant("module.start"), at, attempt: fc.constant(1) }),
  fc.record({ type: fc.constant("module.retry"), at, attempt: fc.constant(2) }),
  fc.record({ type: fc.constant("module.complete"), at, origin: fc.constant("executed") }),
  fc.record({ type: fc.constant("module.fail"), at, reason: fc.constant("error") }),
];

/** A door that opens unless it is locked. */
const door = setup({
  types: {
    context: {} as { readonly opened: number },
    events: {} as { readonly type: "open" | "close" | "lock" | "unlock" },
  },
  guards: { mayOpen: ({ context }) => context.opened < 3 },
}).createMachine({
  context: { opened: 0 },
  initial: "closed",
  states: {
    closed: {
      on: {
        open: { guard: "mayOpen", target: "open", actions: assign({ opened: ({ context }) => context.opened + 1 }) },
        lock: "locked",
      },
    },
    open: { on: { close: "closed" } },
    locked: { on: { unlock: "closed" } },
  },
});

type DoorEvent = "open" | "close" | "lock" | "unlock";
const doorEvents = (["open", "close", "lock", "unlock"] as const).map((type) => fc.constant({ type }));

/** A door of wood, with nothing of XState in it. */
class WoodenDoor {
  state = "closed";
  opened = 0;
  readonly heard: DoorEvent[] = [];

  push(event: DoorEvent): void {
    this.heard.push(event);
    if (event === "open" && this.state === "closed" && this.opened < 3)
      [this.state, this.opened] = ["open", this.opened + 1];
    else if (event === "close" && this.state === "open") this.state = "closed";
    else if (event === "lock" && this.state === "closed") this.state = "locked";
    else if (event === "unlock" && this.state === "locked") this.state = "closed";
  }
}

/** Opens once more than it may. */
class WornDoor extends WoodenDoor {
  override push(event: DoorEvent): void {
    if (event === "open" && this.state === "closed" && this.opened === 3) this.state = "open";
    else super.push(event);
  }
}

const doorCommands = (illegal: "skip" | "send") =>
  machineCommands(door, {
    events: doorEvents,
    illegal,
    send: async ({ type }, real: WoodenDoor) => {
      await Promise.resolve();
      real.push(type);
    },
    check: ({ value, context }, real) => {
      expect([real.state, real.opened]).toEqual([value, context.opened]);
    },
  });

const followsDoor = (
  illegal: "skip" | "send",
  make: () => WoodenDoor,
  parameters: { readonly numRuns?: number; readonly seed?: number } = {},
) =>
  fc.check(
    fc.asyncProperty(doorCommands(illegal), (commands) =>
      fc.asyncModelRun(() => ({ model: machineModel(door), real: make() }), commands),
    ),
    { numRuns: 200, ...parameters },
  );

/** Shrinking looks only nearby: with one seed in sixty, two commands too many are left. */
const shrinksWhole = { numRuns: 2000, seed: 1 };

describe("commands made from a machine", () => {
  test("find nothing where the real thing does what the machine does", async () => {
    expect(await followsDoor("send", () => new WoodenDoor())).toMatchObject({ failed: false });
    expect(await followsDoor("skip", () => new WoodenDoor())).toMatchObject({ failed: false });
  });

  test("send what the machine cannot take only when they are told to", async () => {
    const heard = async (illegal: "skip" | "send"): Promise<boolean> => {
      let anyIllegal = false;
      await fc.assert(
        fc.asyncProperty(doorCommands(illegal), async (commands) => {
          const real = new WoodenDoor();
          await fc.asyncModelRun(() => ({ model: machineModel(door), real }), commands);
          const actor = createActor(door).start();
          for (const type of real.heard) {
            anyIllegal ||= !actor.getSnapshot().can({ type });
            actor.send({ type });
          }
        }),
      );
      return anyIllegal;
    };
    expect(await heard("skip")).toBe(false);
    expect(await heard("send")).toBe(true);
  });

  test("find a defect behind a guard, and shrink to the shortest way to it", async () => {
    const { failed, counterexample } = await followsDoor("send", () => new WornDoor(), shrinksWhole);
    expect(failed).toBe(true);
    const types = ["open", "close", "open", "close", "open", "close", "open"];
    expect(Array.from(counterexample?.[0] ?? [], String)).toEqual(types.map((type) => JSON.stringify({ type })));
  });

  test("hold the light actors to the machines of a module and an experiment", async () => {
    await fc.assert(
      fc.asyncProperty(
        machineCommands(moduleMachine, {
          events: moduleEvents,
          illegal: "send",
          send: (event, real: ReturnType<typeof createActor<typeof leafLogic>>) => real.send(event),
          check: ({ value }, real) => expect(real.getSnapshot().value).toBe(value),
        }),
        (commands) =>
          fc.asyncModelRun(
            () => ({ model: machineModel(moduleMachine), real: createActor(leafLogic).start() }),
            commands,
          ),
      ),
    );
    const input = { key: "A[a]", modules: 2 };
    await fc.assert(
      fc.asyncProperty(
        machineCommands(experimentMachine, {
          events: [fc.constant({ type: "experiment.start", at: 0 }), ...moduleEvents.slice(2)] as never,
          illegal: "send",
          send: (event, real: ReturnType<typeof createActor<typeof lightExperimentLogic>>) => real.send(event),
          check: ({ value, context }, real) => expect(real.getSnapshot()).toMatchObject({ value, context }),
        }),
        (commands) =>
          fc.asyncModelRun(
            () => ({
              model: machineModel(experimentMachine, input),
              real: createActor(lightExperimentLogic, { input }).start(),
            }),
            commands,
          ),
      ),
    );
  });
});
