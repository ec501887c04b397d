import type { RunFold } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/** What a module did to a schema, however many executions did the same. */
export interface SchemaStep {
  readonly moduleName: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Changes that each of the executions told. */
  readonly changes: number;
  readonly executions: readonly number[];
  /** The record of the first of them, which holds the changes. */
  readonly seq: number;
}

/**
 * The completed executions by module and by the schemas before and after, which is by what they changed; those that
 * changed nothing are left out. O(records).
 */
export const schemaSteps = (fold: RunFold): readonly SchemaStep[] => {
  const steps = new Map<string, SchemaStep & { readonly executions: number[] }>();
  const { type, subject, before, after, changes } = fold.run.columns;
  for (let index = 0; index < fold.seq; index++) {
    if (type[index] !== recordCode["module.completed"] || changes[index] === 0) continue;
    const execution = subject[index] ?? 0;
    const depth = fold.depths[execution] ?? 0;
    const key = `${depth}/${before[index] ?? 0}/${after[index] ?? 0}/${changes[index] ?? 0}`;
    const known = steps.get(key);
    if (known !== undefined) known.executions.push(execution);
    else
      steps.set(key, {
        moduleName: fold.plan.sequence[depth] ?? "",
        before: fold.run.text(before[index]),
        after: fold.run.text(after[index]),
        changes: changes[index] ?? 0,
        executions: [execution],
        seq: index + 1,
      });
  }
  return Array.from(steps.values());
};
