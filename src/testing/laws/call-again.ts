import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";

import { describeResult } from "../../executor/describe-result.ts";
import { describeSchema } from "../../schema/describe-schema.ts";
import type { AnyModule } from "../../workflow/module.ts";
import { drive, thrownIn } from "../trial/drive.ts";
import { DrivenScheduler } from "../trial/driven-scheduler.ts";
import { Interleaver } from "../trial/interleaver.ts";
import type { AnyArgs } from "../trial/trial-run.ts";
import { VirtualClock } from "../trial/virtual-clock.ts";

/** Calls a module as it was called, with another input, outside of any run; gives its data, and throws what it throws. */
export const callAgain = async (
  module: AnyModule,
  args: AnyArgs,
  data: unknown,
  layer: Layer.Layer<never> | undefined,
): Promise<unknown> => {
  const interleaver = new Interleaver([]);
  const input = { data, schema: data === args.input.data ? args.input.schema : describeSchema(data) };
  const given: AnyArgs = {
    params: args.params,
    input,
    upstream: args.upstream,
    moduleName: args.moduleName,
    experimentName: args.experimentName,
    experimentKey: args.experimentKey,
    repeat: args.repeat,
    attempt: args.attempt,
    signal: new AbortController().signal,
    step: (_, work) => work(),
    annotate: () => undefined,
    declare: () => undefined,
  };
  const call = Effect.suspend(() => {
    const returned = module.run(given);
    if (Effect.isEffect(returned))
      return Effect.provide(returned as Effect.Effect<unknown, unknown>, layer ?? Layer.empty);
    const settled = new Promise((resolve) => resolve(returned));
    interleaver.follow(settled);
    return Effect.tryPromise({ try: () => settled, catch: (thrown) => thrown });
  });
  const world = { clock: new VirtualClock(), scheduler: new DrivenScheduler(), interleaver };
  const exit = await Effect.runPromise(drive(call, world, () => false));
  if (exit === undefined) throw new Error(`${args.experimentKey} never came to its end when it was called again`);
  if (Exit.isFailure(exit)) throw thrownIn(exit.cause);
  return describeResult(exit.value, input).data;
};
