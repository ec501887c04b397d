import type { Plan } from "../workflow/plan.ts";

const outside = (): never => {
  throw new RangeError("the run has not started: there is no plan yet");
};

/** The plan of a run that has not started: nothing. */
export const noPlan: Plan = Object.freeze<Plan>({
  modules: [],
  sequence: [],
  size: { executions: 0, experiments: 0 },
  executions: () => [],
  experimentKeys: () => [],
  execution: outside,
  place: outside,
  placeBelow: () => undefined,
  experiment: outside,
  chain: outside,
  leaf: outside,
  indexOf: () => undefined,
  subtreeSize: () => 0,
  experimentsBelow: () => 0,
});
