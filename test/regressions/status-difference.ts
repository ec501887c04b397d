import type { Json } from "../../src/index.ts";

/** One answer about a recorded scenario that runstate gives differently from PETsARD 1.6.0, on purpose. */
export interface StatusDifference {
  readonly scenario: string;
  readonly answer: string;
  readonly recorded: Json;
  readonly runstate: Json;
  readonly why: string;
}

/** Answers about a scenario by the name of the question. */
export type Answers = Readonly<Record<string, Json>>;

/** What both sides answer. */
type Both = readonly [recorded: Json, runstate: Json];

/** The rows of one answer. */
export const differ = (
  answer: string,
  why: string,
  scenarios: Readonly<Record<string, Both>>,
): readonly StatusDifference[] =>
  Object.entries(scenarios).map(([scenario, [recorded, runstate]]) => ({ scenario, answer, recorded, runstate, why }));
