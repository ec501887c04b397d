import type { FieldChange } from "../../schema/field-change.ts";
import type { RunFold } from "../protocol/run-fold.ts";
import { type ColumnChange, columnEffects, type Effects } from "./column-effects.ts";
import type { SchemaStep } from "./schema-steps.ts";

/** What one experiment of a module did to a column, in all of its executions that did the same. */
export interface BiographyEvent {
  readonly moduleName: string;
  readonly experimentName: string;
  readonly depth: number;
  /** Of the first of them; the statistics of others may differ. */
  readonly change: FieldChange;
  /** What the column is called on either side; undefined where it is not there. */
  readonly sides: { readonly before: string | undefined; readonly after: string | undefined };
  readonly executions: readonly number[];
  /** The first step that did it. */
  readonly step: SchemaStep;
}

/** What became of one column over all experiments. */
export interface ColumnBiography {
  /** What it was called anywhere, the name that was asked for first. */
  readonly names: readonly string[];
  /** By module, and there by experiment in the order of the plan. */
  readonly events: readonly BiographyEvent[];
}

/**
 * Where a column was created, changed, transformed, renamed and deleted, by the changes of the steps that are known.
 *
 * On a path where it has another name before or after, as the records of renames tell, it is followed under that name.
 * A struct is one column with all that is in it. O(executions + changes of the steps).
 */
export const columnBiography = (
  fold: RunFold,
  steps: readonly SchemaStep[],
  changesOf: (step: SchemaStep) => readonly FieldChange[] | undefined,
  column: string,
): ColumnBiography => {
  const effects = steps.map((step) => columnEffects(changesOf(step) ?? []));
  const stepOf = new Int32Array(fold.depths.length).fill(-1);
  for (const [place, { executions }] of steps.entries()) for (const each of executions) stepOf[each] = place;
  const effectOf = (execution: number): Effects | undefined => effects[stepOf[execution] ?? -1];
  const names = namesByExecution(fold, effectOf, column);
  const events = new Map<string, { readonly event: BiographyEvent; readonly executions: number[] }>();
  for (const [execution, place] of stepOf.entries()) {
    const [step, effect] = [steps[place], effects[place]];
    if (step === undefined || effect === undefined) continue;
    const { before, after } = names(execution);
    for (const found of effect.changes) {
      const { change, key, column: of, isGone } = found;
      if (!(isGone ? before : after).has(of)) continue;
      const { moduleName, experimentName, depth } = fold.plan.execution(execution);
      const id = `${depth}/${experimentName}/${key}`;
      const known = events.get(id);
      if (known !== undefined) known.executions.push(execution);
      else {
        const executions = [execution];
        const sides = sidesOf(found, effect);
        events.set(id, { event: { moduleName, experimentName, depth, change, sides, executions, step }, executions });
      }
    }
  }
  const places = fold.run.head.modules.map(
    ({ experiments }) => new Map(experiments.map((name, place) => [name, place])),
  );
  const inPlan = ({ depth, experimentName }: BiographyEvent): number => places[depth]?.get(experimentName) ?? 0;
  const all = new Set([column]);
  for (const execution of stepOf.keys()) for (const name of names(execution).after) all.add(name);
  return {
    names: Array.from(all),
    events: Array.from(events.values(), ({ event }) => event).toSorted(
      (a, b) => a.depth - b.depth || inPlan(a) - inPlan(b) || a.step.seq - b.step.seq,
    ),
  };
};

const sidesOf = ({ change, column, isGone }: ColumnChange, effect: Effects): BiographyEvent["sides"] => {
  const isNew = change.type === "CREATE" && change.target.kind === "field" && change.target.path.length === 1;
  if (isGone) return { before: column, after: undefined };
  return { before: isNew ? undefined : (effect.earlier(column) ?? column), after: column };
};

/** What the column is called before and after each execution: on most paths the same, so that few sets are made. */
const namesByExecution = (
  { depths }: RunFold,
  effectOf: (execution: number) => Effects | undefined,
  column: string,
): ((execution: number) => { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }) => {
  const parents = parentsOf(depths);
  const only: ReadonlySet<string> = new Set([column]);
  // Upwards first: what has the name below may have had another above. Numbers are in pre-order, parents before children.
  const earlier = new Map<number, Set<string>>();
  for (let execution = depths.length - 1; execution >= 0; execution--) {
    const [effect, parent] = [effectOf(execution), parents[execution] ?? -1];
    if (parent === -1) continue;
    for (const name of [column, ...(earlier.get(execution) ?? [])]) {
      const before = effect?.earlier(name) ?? (effect?.created.has(name) === true ? undefined : name);
      if (before === undefined || before === column) continue;
      const above = earlier.get(parent) ?? new Set();
      earlier.set(parent, above.add(before));
    }
  }
  const after: ReadonlySet<string>[] = [];
  for (let execution = 0; execution < depths.length; execution++) {
    const inherited = after[parents[execution] ?? -1] ?? only;
    const [effect, own] = [effectOf(execution), earlier.get(execution)];
    if (own === undefined && (effect === undefined || !effect.renamesOrDeletes(inherited))) {
      after.push(inherited);
      continue;
    }
    const kept = Array.from(
      inherited,
      (name) => effect?.later(name) ?? (effect?.gone.has(name) === true ? [] : [name]),
    );
    after.push(new Set([column, ...kept.flat(), ...(own ?? [])]));
  }
  return (execution) => ({
    before: after[parents[execution] ?? -1] ?? only,
    after: after[execution] ?? only,
  });
};

const parentsOf = (depths: Uint16Array): Int32Array => {
  const lastAt: number[] = [];
  return Int32Array.from(depths, (depth, execution) => {
    lastAt[depth] = execution;
    return depth === 0 ? -1 : (lastAt[depth - 1] ?? -1);
  });
};
