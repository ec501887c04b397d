import * as fc from "fast-check";
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventFromLogic,
  type InputFrom,
  initialTransition,
  type SnapshotFrom,
  transition,
} from "xstate";

import { checkOptions } from "../../workflow/check-options.ts";
import { checkWord } from "../../workflow/check-word.ts";

/** What a machine says a real thing is doing: its snapshot, moved on by pure transitions, without actors or effects. */
export interface MachineModel<Machine extends AnyStateMachine> {
  snapshot: SnapshotFrom<Machine>;
}

/** An event sent to a real thing of which a machine is the model; as a text, it is the event as JSON. */
export interface MachineCommand<Machine extends AnyStateMachine, Real> extends fc.AsyncCommand<
  MachineModel<Machine>,
  Real
> {}

/** What {@link machineCommands} needs beside the machine. */
export interface MachineCommandsOptions<Machine extends AnyStateMachine, Real> {
  /** Random events to send; those of other types never are. */
  readonly events: readonly fc.Arbitrary<EventFromLogic<Machine>>[];
  /** Does to the real thing what the event stands for; awaited. */
  readonly send: (event: EventFromLogic<Machine>, real: Real) => unknown;
  /** Throws when the real thing is not where the machine is after an event; awaited. */
  readonly check: (snapshot: SnapshotFrom<Machine>, real: Real) => unknown;
  /**
   * What becomes of events that the machine cannot take where it is. `skip` (default): they are not sent. `send`: they
   * are, and must leave the real thing where it was.
   */
  readonly illegal?: "skip" | "send";
  /** Default 30. */
  readonly maxCommands?: number;
}

/**
 * The model a real thing is compared with, as it is at the beginning.
 *
 * @example
 * ```ts
 * import { experimentMachine } from "runstate/machines";
 *
 * machineModel(experimentMachine, { key: "Loader[a]", modules: 1 }).snapshot.value; // => "NotStarted"
 * ```
 */
export const machineModel = <Machine extends AnyStateMachine>(
  machine: Machine,
  ...[input]: undefined extends InputFrom<Machine> ? [input?: InputFrom<Machine>] : [input: InputFrom<Machine>]
): MachineModel<Machine> => {
  const begin = initialTransition as (logic: Machine, given: unknown) => [SnapshotFrom<Machine>, unknown];
  return { snapshot: begin(machine, input)[0] };
};

/**
 * Commands for `fc.asyncModelRun` that take a real thing through random events, with an XState machine as its model.
 *
 * Which events are legal is not told twice: the machine says so itself (`snapshot.can`). A machine that never takes a
 * real thing astray is a proof about both; the events of a counterexample shrink as any commands do.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * import { createActor } from "xstate";
 * import { leafLogic, moduleMachine } from "runstate/machines";
 *
 * const at = fc.nat();
 * const commands = machineCommands(moduleMachine, {
 *   events: [
 *     fc.record({ type: fc.constant("module.start"), at, attempt: fc.constant(1) }),
 *     fc.record({ type: fc.constant("module.fail"), at, reason: fc.constant("error") }),
 *   ],
 *   illegal: "send",
 *   send: (event, real: ReturnType<typeof createActor<typeof leafLogic>>) => real.send(event),
 *   check: ({ value }, real) => {
 *     if (real.getSnapshot().value !== value) throw new Error(`the leaf is ${real.getSnapshot().value}, not ${value}`);
 *   },
 * });
 * await fc.assert(
 *   fc.asyncProperty(commands, (events) =>
 *     fc.asyncModelRun(() => ({ model: machineModel(moduleMachine), real: createActor(leafLogic).start() }), events),
 *   ),
 * );
 * ```
 */
export const machineCommands = <Machine extends AnyStateMachine, Real>(
  machine: Machine,
  options: MachineCommandsOptions<Machine, Real>,
): fc.Arbitrary<Iterable<MachineCommand<Machine, Real>>> => {
  checkOptions("machineCommands", options, "events send check illegal maxCommands");
  checkWord("machineCommands", "illegal", options.illegal, ["skip", "send"]);
  const { events, maxCommands = 30 } = options;
  const commands = events.map((event) => event.map((each) => new SentEvent(machine, options, each)));
  return fc.commands<MachineModel<Machine>, Real, false>(commands, { maxCommands, size: "max" });
};

class SentEvent<Machine extends AnyStateMachine, Real> implements MachineCommand<Machine, Real> {
  readonly #event: EventFromLogic<Machine>;
  readonly #machine: Machine;
  readonly #options: MachineCommandsOptions<Machine, Real>;

  constructor(machine: Machine, options: MachineCommandsOptions<Machine, Real>, event: EventFromLogic<Machine>) {
    this.#machine = machine;
    this.#options = options;
    this.#event = event;
  }

  check({ snapshot }: Readonly<MachineModel<Machine>>): boolean {
    return this.#options.illegal === "send" || canTake(snapshot, this.#event);
  }

  async run(model: MachineModel<Machine>, real: Real): Promise<void> {
    const { send, check } = this.#options;
    if (canTake(model.snapshot, this.#event)) [model.snapshot] = transition(this.#machine, model.snapshot, this.#event);
    await send(this.#event, real);
    await check(model.snapshot, real);
  }

  toString(): string {
    return JSON.stringify(this.#event);
  }
}

/** Legality as the machine tells it; a machine that is over can take nothing. */
const canTake = (snapshot: AnyMachineSnapshot, event: { readonly type: string }): boolean =>
  snapshot.status === "active" && snapshot.can(event);
