import type { AnyMachineSnapshot, AnyStateMachine } from "xstate";

/** The machine of an actor; undefined of actors that are none. */
export const machineOf = (actor: object): AnyStateMachine | undefined => {
  const logic: unknown = "logic" in actor ? actor.logic : undefined;
  return isMachine(logic) ? logic : undefined;
};

const isMachine = (logic: unknown): logic is AnyStateMachine =>
  typeof logic === "object" && logic !== null && "root" in logic && "definition" in logic && "states" in logic;

/** Whether a snapshot is that of a machine: it knows which of its states are active. */
export const isMachineSnapshot = (snapshot: unknown): snapshot is AnyMachineSnapshot =>
  typeof snapshot === "object" && snapshot !== null && "_nodes" in snapshot && Array.isArray(snapshot._nodes);
