/**
 * Modules as Effects: services come from a layer the types insist on, failures are typed, and a test clock makes an
 * hour of waiting take no time.
 */
import { Context, Data, Effect, Fiber, Layer } from "effect";
import { TestClock } from "effect/testing";

import { defineWorkflow, Executor } from "../../src/index.ts";

class Warehouse extends Context.Service<
  Warehouse,
  { readonly orders: (day: string) => Effect.Effect<readonly { readonly amount: number }[], DayMissing> }
>()("Warehouse") {}

class DayMissing extends Data.TaggedError("DayMissing")<{ readonly day: string }> {
  override get message(): string {
    return `the warehouse has no ${this.day}`;
  }
}

const workflow = defineWorkflow("orders")
  .module("Loader", {
    run: ({ experimentName }) =>
      Effect.gen(function* () {
        const warehouse = yield* Warehouse;
        yield* Effect.sleep("1 hour"); // the export is slow
        return yield* warehouse.orders(experimentName);
      }),
  })
  .module("Totaller", {
    run: ({ input, step }) =>
      step(
        "sum",
        Effect.fnUntraced(function* () {
          yield* Effect.sleep("30 minutes");
          return input.data.reduce((sum, { amount }) => sum + amount, 0);
        }),
      ),
  });

const warehouse = Layer.succeed(Warehouse, {
  orders: (day) =>
    day === "monday" ? Effect.succeed([{ amount: 20 }, { amount: 22 }]) : Effect.fail(new DayMissing({ day })),
});

const executor = new Executor({
  workflow,
  config: { Loader: { monday: {}, sunday: {} }, Totaller: { total: {} } },
  layer: warehouse,
});

const program = Effect.gen(function* () {
  const run = yield* Effect.forkChild(executor.runEffect);
  yield* TestClock.adjust("3 hours");
  return yield* Fiber.join(run);
});

const outcome = await Effect.runPromise(Effect.provide(program, TestClock.layer()));

console.log(`${outcome.state}, ${outcome.experiments.Completed} of 2 experiments completed`);
console.log(executor.getResult("Loader[monday]_Totaller[total]").data);
for (const { key, error } of executor.status.getFailures()) console.log(`${key}: ${error.name}: ${error.message}`);
for (const { moduleName, stepName, durationSeconds } of executor.getTiming())
  console.log(`${moduleName} ${stepName} ${durationSeconds / 60} min`);
