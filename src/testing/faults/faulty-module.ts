import * as Effect from "effect/Effect";

import type { AnyModule } from "../../workflow/module.ts";
import type { Interleaver } from "../trial/interleaver.ts";
import type { AnyArgs } from "../trial/trial-run.ts";
import type { ModuleFault } from "./fault.ts";
import { garbageValue } from "./garbage-value.ts";
import { spoil } from "./spoil.ts";
import { thrownValue } from "./thrown-value.ts";

/** A module that does what these faults say, and comes to its end when the interleaver lets it. */
export const faultyModule = (
  module: AnyModule,
  faults: readonly ModuleFault[],
  interleaver: Interleaver,
  onCall: (args: AnyArgs) => void,
): AnyModule => ({
  ...module,
  run: (args) => {
    onCall(args);
    const now = faults.filter(
      ({ at, attempts }) => at === args.experimentKey && (attempts === "every" || args.attempt === 1),
    );
    const slow = now.find(({ kind }) => kind === "slow");
    const work = (): unknown => misbehave(module.run, args, now, interleaver);
    if (slow?.kind === "slow") {
      return Effect.andThen(
        Effect.sleep(slow.byMs),
        Effect.suspend(() => asEffect(holdBack(work(), interleaver))),
      );
    }
    return holdBack(work(), interleaver);
  },
});

const misbehave = (
  run: AnyModule["run"],
  args: AnyArgs,
  faults: readonly ModuleFault[],
  interleaver: Interleaver,
): unknown => {
  for (const fault of faults) {
    switch (fault.kind) {
      case "throw":
        throw thrownValue(fault.thrown);
      case "reject":
        return Promise.reject(thrownValue(fault.thrown));
      case "hang":
        return interleaver.never();
      case "garbage":
        return garbageValue(fault.returned);
      case "mutate":
        spoil(args.input);
        break;
      case "slow":
        break;
    }
  }
  const returned = run(args);
  if (Effect.isEffect(returned)) return interleaver.followEffect(returned as Effect.Effect<unknown, unknown>);
  if (isThenable(returned)) interleaver.follow(returned);
  return returned;
};

/** What a module returned, not at its end before it is picked. */
const holdBack = (returned: unknown, interleaver: Interleaver): unknown => {
  if (!interleaver.holdsBack) return returned;
  if (Effect.isEffect(returned))
    return Effect.flatMap(Effect.exit(returned as Effect.Effect<unknown, unknown>), (exit) =>
      Effect.andThen(
        Effect.promise(() => interleaver.turn()),
        exit,
      ),
    );
  return new Promise((resolve) => resolve(returned)).finally(() => interleaver.turn());
};

const asEffect = (returned: unknown): Effect.Effect<unknown, unknown> =>
  Effect.isEffect(returned)
    ? (returned as Effect.Effect<unknown, unknown>)
    : Effect.tryPromise({ try: () => new Promise((resolve) => resolve(returned)), catch: (thrown) => thrown });

const isThenable = (value: unknown): value is PromiseLike<unknown> => {
  try {
    return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
  } catch {
    // Asked again by the executor, it fails again there.
    return false;
  }
};
