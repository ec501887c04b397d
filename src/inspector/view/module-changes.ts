import { type AlikeChanges, alikeChanges } from "../../schema/alike-changes.ts";
import type { FieldChange } from "../../schema/field-change.ts";
import { describeChange } from "./describe-change.ts";
import type { SchemaStep } from "./schema-steps.ts";

/** Changes that are alike, and the executions that made them. */
export interface ChangeLine extends Omit<AlikeChanges<number>, "places"> {
  readonly executions: readonly number[];
}

/** What a module did to the columns, what is alike on one line. */
export interface ModuleChanges {
  readonly moduleName: string;
  /** As every execution told them. */
  readonly changes: number;
  readonly executions: number;
  readonly lines: readonly ChangeLine[];
}

/** A step, with those of its changes that are looked at. */
export interface ToldStep {
  readonly step: SchemaStep;
  readonly changes: readonly FieldChange[];
}

/** Puts the changes of steps together by module, in the order of the sequence. O(changes of the steps). */
export const moduleChanges = (told: readonly ToldStep[], sequence: readonly string[]): readonly ModuleChanges[] => {
  const byModule = Map.groupBy(told, ({ step }) => step.moduleName);
  return sequence.flatMap((moduleName) => {
    const steps = byModule.get(moduleName);
    return steps === undefined ? [] : [changesOf(moduleName, steps)];
  });
};

const changesOf = (moduleName: string, steps: readonly ToldStep[]): ModuleChanges => {
  const executionsOf = new Map(steps.map(({ step }) => [step.seq, step.executions]));
  // By step, not by execution: there may be thousands that did the same.
  const made = steps.flatMap(({ step, changes }) => changes.map((change) => ({ change, place: step.seq })));
  return {
    moduleName,
    changes: steps.reduce((sum, { step, changes }) => sum + changes.length * step.executions.length, 0),
    executions: steps.reduce((sum, { step }) => sum + step.executions.length, 0),
    lines: alikeChanges(made, describeChange).map(({ type, verdict, what, fields, places }) => ({
      type,
      verdict,
      what,
      fields,
      executions: places.flatMap((seq) => executionsOf.get(seq) ?? []).toSorted((a, b) => a - b),
    })),
  };
};
