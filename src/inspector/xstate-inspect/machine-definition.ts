import type { StateNodeLike } from "./inspected-actor.ts";

/** A state node as XState 4 writes it. */
export interface StateDefinition {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly initial?: string;
  readonly states: Readonly<Record<string, StateDefinition>>;
  readonly on: Readonly<Record<string, readonly { readonly target: readonly string[] }[]>>;
}

/** The definition of a machine of XState 5 in the words of version 4; guards and actions are left out: nobody runs it. */
export const machineDefinition = (node: StateNodeLike): StateDefinition => {
  const initial = node.type === "compound" ? node.initial?.target?.[0]?.key : undefined;
  return {
    id: node.id,
    key: node.key,
    type: node.type,
    ...(initial !== undefined && { initial }),
    states: Object.fromEntries(Object.entries(node.states).map(([key, child]) => [key, machineDefinition(child)])),
    on: Object.fromEntries(
      Array.from(node.transitions, ([event, transitions]) => [
        event,
        transitions.map(({ target }) => ({ target: (target ?? []).map(({ id }) => `#${id}`) })),
      ]),
    ),
  };
};

const state = (key: string, type: string, on: StateDefinition["on"]): StateDefinition => ({
  id: `actor.${key}`,
  key,
  type,
  states: {},
  on,
});

const to = (key: string): readonly { readonly target: readonly string[] }[] => [{ target: [`#actor.${key}`] }];

/** The one lifecycle of runstate, of its light actors, which have no machine. */
export const lifecycleDefinition: StateDefinition = {
  id: "actor",
  key: "actor",
  type: "compound",
  initial: "NotStarted",
  states: {
    NotStarted: state("NotStarted", "atomic", { start: to("InProgress") }),
    InProgress: state("InProgress", "atomic", { complete: to("Completed"), fail: to("Failed") }),
    Completed: state("Completed", "final", {}),
    Failed: state("Failed", "final", {}),
  },
  on: {},
};
