import { planOf, type Plan, type PlannedModule } from "./plan.ts";

/** The plan of a run on record: whatever the size of plans was limited to then, it was run. Refuses what {@link planOf} does. */
export const recordedPlan = (modules: readonly PlannedModule[]): Plan =>
  planOf(modules, { maxExecutions: Number.MAX_SAFE_INTEGER });
