import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assign, createActor, setup, toPromise } from "xstate";

import { EffectFailure, fromEffect } from "../../src/index.ts";

class Database extends Context.Service<Database, { readonly name: string }>()("test/Database") {}

class NotFound extends Error {
  readonly _tag = "NotFound";
}

const errorOf = async (effect: Effect.Effect<unknown, unknown>): Promise<unknown> => {
  const actor = createActor(fromEffect(() => effect));
  const failed = new Promise((resolve) => {
    actor.subscribe({ error: resolve });
  });
  actor.start();
  return failed;
};

describe("an actor made from an Effect", () => {
  test("puts out what the Effect succeeds with, at once or later, from its input", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.boolean(), async (input, later) => {
        const logic = fromEffect(({ input: given }: { readonly input: unknown }) =>
          later ? Effect.as(Effect.yieldNow, given) : Effect.succeed(given),
        );
        expect(await toPromise(createActor(logic, { input }).start())).toBe(input);
      }),
      { numRuns: 50 },
    );
  });

  test("fails with the Effect's own failure, a defect, or an interruption, told apart", async () => {
    const failure = new NotFound("no row");
    const failed = await errorOf(Effect.fail(failure));
    expect(failed).toBeInstanceOf(EffectFailure);
    expect((failed as EffectFailure<NotFound>).failure).toBe(failure);
    const died = (await errorOf(Effect.die(new TypeError("bug")))) as EffectFailure;
    expect([died.failure, died.cause]).toEqual([undefined, new TypeError("bug")]);
    expect(died.message).toContain("bug");
    const interrupted = (await errorOf(Effect.interrupt)) as EffectFailure;
    expect([interrupted.failure, interrupted.message]).toEqual([undefined, expect.stringContaining("interrupt")]);
  });

  test("reaches the onDone and the onError of the machine that invokes it", async () => {
    const machine = setup({
      types: { context: {} as { readonly length: number; readonly error: unknown } },
      actors: {
        measure: fromEffect(({ input }: { readonly input: string }) =>
          input === "" ? Effect.fail("empty") : Effect.succeed(input.length),
        ),
      },
    }).createMachine({
      context: { length: -1, error: undefined },
      initial: "full",
      states: {
        full: {
          invoke: {
            src: "measure",
            input: "abc",
            onDone: { target: "empty", actions: assign({ length: ({ event }) => event.output }) },
          },
        },
        empty: {
          invoke: {
            src: "measure",
            input: "",
            onError: { target: "over", actions: assign({ error: ({ event }) => event.error }) },
          },
        },
        over: { type: "final" },
      },
    });
    const actor = createActor(machine).start();
    await toPromise(actor);
    expect(actor.getSnapshot().context).toMatchObject({ length: 3, error: { failure: "empty" } });
  });

  test("interrupts the Effect when it is stopped, and tells nobody of its late end", async () => {
    const log: string[] = [];
    const actor = createActor(
      fromEffect(() => Effect.never.pipe(Effect.onInterrupt(() => Effect.sync(() => log.push("interrupted"))))),
    );
    actor.subscribe({
      next: () => log.push("next"),
      error: () => log.push("error"),
      complete: () => log.push("complete"),
    });
    actor.start();
    actor.stop();
    await Promise.resolve();
    expect(log.filter((line) => line !== "next")).toEqual(["interrupted", "complete"]);
    expect(actor.getSnapshot().status).toBe("stopped");
  });

  test("is given the services its Effect requires, and emits progress", async () => {
    const logic = fromEffect(
      ({ emit }: { readonly emit: (event: { readonly type: "progress"; readonly done: number }) => void }) =>
        Effect.map(Database, ({ name }) => {
          emit({ type: "progress", done: 1 });
          return name;
        }),
      Context.make(Database, { name: "rows" }),
    );
    const actor = createActor(logic);
    const heard: unknown[] = [];
    actor.on("progress", (event) => heard.push(event));
    expect(await toPromise(actor.start())).toBe("rows");
    expect(heard).toEqual([{ type: "progress", done: 1 }]);
  });

  test("that throws while its Effect is made is an actor with that error", async () => {
    const actor = createActor(
      fromEffect((): Effect.Effect<number> => {
        throw new RangeError("made badly");
      }),
    );
    const failed = new Promise((resolve) => {
      actor.subscribe({ error: resolve });
    });
    actor.start();
    expect(await failed).toEqual(new RangeError("made badly"));
  });
});
