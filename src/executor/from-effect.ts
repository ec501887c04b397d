import * as Cause from "effect/Cause";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import type * as Fiber from "effect/Fiber";
import type { ActorLogic, ActorSystem, AnyActorRef, EventObject, Snapshot } from "xstate";

// oxlint-disable-next-line typescript/no-explicit-any -- xstate does not export AnyActorSystem, and ActorSystem<any> is what its own logics declare
type AnySystem = ActorSystem<any>;

/** What the Effect of an actor is made from. */
export interface EffectActorArgs<Input, Emitted extends EventObject> {
  readonly input: Input;
  readonly self: AnyActorRef;
  readonly system: AnySystem;
  /** Emits to `actor.on(type, …)` listeners. */
  readonly emit: (emitted: Emitted) => void;
}

/** The snapshot of an Effect actor; `error` is an {@link EffectFailure} when the Effect failed. */
export type EffectSnapshot<Success, Input> = Snapshot<Success> & { readonly input: Input | undefined };

/** The type of what {@link fromEffect} makes. */
export interface EffectActorLogic<Success, Input, Emitted extends EventObject> extends ActorLogic<
  EffectSnapshot<Success, Input>,
  EventObject,
  Input,
  AnySystem,
  Emitted
> {}

/**
 * How an Effect actor failed. XState types `event.error` as unknown: narrow it with `instanceof`.
 *
 * `failure` is the Effect's own typed error, undefined when it died of a defect or was interrupted.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * import { createActor, toPromise } from "xstate";
 *
 * const actor = createActor(fromEffect(() => Effect.fail("disk full")));
 * const ended = toPromise(actor).catch((thrown: unknown) => thrown);
 * actor.start();
 * const error = await ended;
 * error instanceof EffectFailure && error.failure; // => "disk full"
 * ```
 */
export class EffectFailure<Failure = unknown> extends Error {
  readonly failure: Failure | undefined;

  constructor(cause: Cause.Cause<Failure>) {
    const failed = cause.reasons.find(Cause.isFailReason);
    super(Cause.pretty(cause), { cause: Cause.squash(cause) });
    this.name = "EffectFailure";
    this.failure = failed?.error;
  }
}

interface ExitEvent<Success, Failure> {
  readonly type: "runstate.effect.exit";
  readonly exit: Exit.Exit<Success, Failure>;
}

/**
 * Actor logic that runs an Effect: its success is the actor's output, its failure the actor's error.
 *
 * Stopping the actor (or leaving the state that invoked it) interrupts the Effect. An Effect with requirements needs
 * a second argument with the services; the types insist on it. A restored actor runs its Effect again from the start.
 * An Effect that waits for nothing ends inside `start()`: subscribe before that.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * import { createActor, toPromise } from "xstate";
 *
 * const double = fromEffect(({ input }: { input: number }) => Effect.succeed(input * 2));
 * await toPromise(createActor(double, { input: 21 }).start()); // => 42
 * ```
 */
export const fromEffect = <
  Success,
  Failure,
  Requirements,
  Input = undefined,
  Emitted extends EventObject = EventObject,
>(
  make: (args: EffectActorArgs<Input, Emitted>) => Effect.Effect<Success, Failure, Requirements>,
  ...[services]: [Requirements] extends [never] ? [] : [services: Context.Context<Requirements>]
): EffectActorLogic<Success, Input, Emitted> => {
  const fibers = new WeakMap<AnyActorRef, Fiber.Fiber<Success, Failure>>();
  return {
    getInitialSnapshot: (_, input) => ({ status: "active", output: undefined, error: undefined, input }),
    start: (snapshot, { self, system, emit }) => {
      if (snapshot.status !== "active") return;
      const effect = make({ input: snapshot.input as Input, self, system, emit });
      // The signature demands services whenever Requirements is not never.
      const fiber = Effect.runForkWith((services ?? Context.empty()) as Context.Context<Requirements>)(effect);
      fibers.set(self, fiber);
      fiber.addObserver((exit) => {
        if (self.getSnapshot().status !== "active") return;
        const event: ExitEvent<Success, Failure> = { type: "runstate.effect.exit", exit };
        self.send(event);
      });
    },
    transition: (snapshot, event, { self }) => {
      if (snapshot.status !== "active") return snapshot;
      if (event.type === "xstate.stop") {
        fibers.get(self)?.interruptUnsafe();
        return { status: "stopped", output: undefined, error: undefined, input: undefined };
      }
      if (!isExit<Success, Failure>(event)) return snapshot;
      return Exit.isSuccess(event.exit)
        ? { status: "done", output: event.exit.value, error: undefined, input: undefined }
        : { status: "error", output: undefined, error: new EffectFailure(event.exit.cause), input: undefined };
    },
    getPersistedSnapshot: (snapshot) => snapshot,
    restoreSnapshot: (snapshot) => snapshot as EffectSnapshot<Success, Input>,
  };
};

const isExit = <Success, Failure>(event: EventObject): event is ExitEvent<Success, Failure> =>
  event.type === "runstate.effect.exit";
