import type { AnyStateMachine, AnyStateNode } from "xstate";

import type { Chart, ChartState, ChartTransition } from "./chart.ts";

/** What a machine says as plain data: its states, transitions, guards and actions by name, without its functions. */
export const toChart = (machine: AnyStateMachine): Chart => ({ id: machine.id, root: stateOf(machine.root) });

const stateOf = (node: AnyStateNode): ChartState => {
  const initial = node.type === "compound" ? node.initial.target?.[0]?.id : undefined;
  return {
    id: node.id,
    key: node.key,
    type: node.type,
    ...(initial !== undefined && { initial }),
    entry: node.entry.map(nameOf).filter(isSaid),
    exit: node.exit.map(nameOf).filter(isSaid),
    invoke: node.invoke.map(({ src }) => nameOf(src)),
    transitions: transitionsOf(node),
    children: Object.values(node.states).map(stateOf),
  };
};

const transitionsOf = (node: AnyStateNode): readonly ChartTransition[] =>
  [...node.transitions.values(), node.always ?? []].flat().map(({ eventType, target, guard, actions }) => {
    const transition = {
      event: eventLabel(eventType),
      targets: target?.map(({ id }) => id) ?? [],
      actions: actions.map(nameOf).filter(isSaid),
    };
    return guard === undefined ? transition : Object.assign(transition, { guard: nameOf(guard) });
  });

/** What XState calls its own events, of version 5 and 4, in the words of whoever wrote the machine. */
export const eventLabel = (type: string): string => {
  if (type === "") return "always";
  const [, delay] = /^xstate\.after\((.*)\)#/u.exec(type) ?? [];
  if (delay !== undefined) return `after ${delay}`;
  const [, ended, of] = /^(done|error)\.(?:invoke|state|platform)\.(.+)$/u.exec(type) ?? [];
  if (ended !== undefined) return `${ended} ${of ?? ""}`;
  const [xstate, kind, ...rest] = type.split(".");
  if (xstate !== "xstate") return type;
  if (kind === "after") return `after ${rest[0] ?? ""}`;
  if (kind === "done" || kind === "error" || kind === "snapshot") return `${kind} ${rest.slice(1).join(".")}`.trim();
  return type;
};

/** How an action, guard or actor is named where the machine was written. */
export const nameOf = (given: unknown): string => {
  if (typeof given === "string") return given;
  if ((typeof given === "object" || typeof given === "function") && given !== null) {
    if ("type" in given && typeof given.type === "string" && given.type !== "") return given.type;
    if ("name" in given && typeof given.name === "string" && given.name !== "") return given.name;
  }
  return "inline";
};

/** The event a delayed transition raises is XState's own way to it. */
export const isSaid = (name: string): boolean => name !== "xstate.raise" && name !== "xstate.cancel";
