/** What most cases run: paths of seven modules that do nothing, each with another schema of ten fields than the one before. */
import {
  defineWorkflow,
  describeSchema,
  Executor,
  type ModuleType,
  type RunOptions,
  type Schema,
  type Workflow,
} from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";

export const modulesPerPath = 7;

export type AnyWorkflow = Workflow<readonly ModuleType[], never>;

export type AnyExecutor = Executor<readonly ModuleType[], never, ConfigEntries>;

/** A workflow of so many modules that return what `run` does for their place. */
export const buildWorkflow = (modules: number, run: (place: number) => unknown): AnyWorkflow => {
  let workflow = defineWorkflow("bench") as unknown as AnyWorkflow;
  for (let place = 0; place < modules; place++)
    workflow = workflow.module(`Module${place}`, { run: () => run(place) }) as unknown as AnyWorkflow;
  return workflow;
};

const nineFields = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`shared${n}`, n]));

/** A schema of ten fields, one of them of this place alone: two changes from one place to the next. */
export const schemaOf = (place: number): Schema | null =>
  describeSchema([{ ...nineFields, [`column${place}`]: place }]);

const schemas = Array.from({ length: modulesPerPath }, (_, place) => schemaOf(place));

/** What every execution returns, made once: a result costs the library what it holds, not what the module made. */
const outputs = schemas.map((schema, place) => ({ data: place, schema }));

export const pathWorkflow = buildWorkflow(modulesPerPath, (place) => outputs[place]);

/** So many names, the same strings each time. */
const names: (readonly [string, object])[] = [];
const experiments = (count: number): readonly (readonly [string, object])[] => {
  while (names.length < count) names.push([`experiment${names.length}`, {}]);
  return names.slice(0, count);
};

/** A config in which the module at each place has so many experiments. */
export const configOf = (counts: readonly number[]): ConfigEntries =>
  counts.map((count, place) => [`Module${place}`, experiments(count)] as const);

/** A config of so many paths, each through a first module of its own: no execution is shared. */
export const pathConfig = (paths: number): ConfigEntries =>
  configOf([paths, ...Array.from({ length: modulesPerPath - 1 }, () => 1)]);

/** Runs so many paths, and makes sure that everything was recorded. */
export const runPaths = async (
  config: ConfigEntries,
  workflow = pathWorkflow,
  options: RunOptions = {},
): Promise<AnyExecutor> => {
  const executor = new Executor({ ...options, workflow, config });
  await executor.run();
  const { executions } = executor.status.plan.size;
  const { totalSnapshots, totalChanges, totalTimings } = executor.status.getStatusSummary();
  if (!executor.isExecutionCompleted() || totalSnapshots !== 2 * executions || totalTimings !== executions)
    throw new Error(`recorded ${totalSnapshots} snapshots, ${totalTimings} timings of ${executions} executions`);
  if (totalChanges < 2 * executions) throw new Error(`recorded ${totalChanges} changes of ${executions} executions`);
  return executor;
};
