/**
 * What tracking costs: 100,000 trivial executions with both snapshots, changes and timing, held against two floors
 * measured in the same process. Ratios of CPU time, taken
 * within a round, so that both sides meet the same machine; the median of the rounds.
 *
 * Exits with 1 when a budget is exceeded; `--slack 1.5` multiplies the budgets, for machines that are shared.
 */
import { createActor } from "xstate";

import { moduleMachine } from "../../machines/index.ts";
import { defineWorkflow, describeSchema, Executor, type ModuleType, type Workflow } from "../../src/index.ts";

const modulesPerPath = 8;
const slack = Number(process.argv[process.argv.indexOf("--slack") + 1] ?? 1) || 1;
const budgets = { actor: 1.5 * slack, growth: 1.3 * slack };
const many = 100_000;
const few = 1_000;
const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 10;

/** Each module puts out another schema than the one before, so that every execution has changes. */
const schemas = Array.from({ length: modulesPerPath }, (_, place) => describeSchema([{ [`column${place}`]: place }]));

type AnyWorkflow = Workflow<readonly ModuleType[], never>;

const buildWorkflow = (run: (place: number) => unknown): AnyWorkflow => {
  let workflow = defineWorkflow("bench") as unknown as AnyWorkflow;
  for (let place = 0; place < modulesPerPath; place++)
    workflow = workflow.module(`Module${place}`, { run: () => run(place) }) as unknown as AnyWorkflow;
  return workflow;
};
const described = buildWorkflow((place) => ({ data: place, schema: schemas[place] }));
const describing = buildWorkflow((place) => [
  { id: 1, [`column${place}`]: "a" },
  { id: 2, [`column${place}`]: "b" },
]);

const buildExecutor = (workflow: typeof described, executions: number) =>
  new Executor({
    workflow,
    config: Array.from({ length: modulesPerPath }, (_, place) => {
      const count = place === 0 ? executions / modulesPerPath : 1;
      return [`Module${place}`, Array.from({ length: count }, (__, n) => [`experiment${n}`, {}] as const)] as const;
    }),
  });

/** CPU time of this thread: what the work costs, however busy the machine is with something else. */
const microseconds = async (operations: number, work: () => unknown): Promise<number> => {
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / operations;
};

const pushTwoRecords = (): void => {
  const journal: unknown[] = [];
  for (let n = 0; n < many; n++) {
    journal.push(Object.freeze({ seq: 2 * n, at: Date.now(), type: "module.started", execution: n }));
    journal.push(Object.freeze({ seq: 2 * n + 1, at: Date.now(), type: "module.completed", execution: n }));
  }
};

const liveActors = (): void => {
  for (let n = 0; n < many; n++) {
    const actor = createActor(moduleMachine).start();
    actor.send({ type: "module.start", at: n, attempt: 1 });
    actor.send({ type: "module.complete", at: n, origin: "executed" });
    actor.stop();
  }
};

const run = async (workflow: typeof described, executions: number): Promise<void> => {
  const executor = buildExecutor(workflow, executions);
  await executor.run();
  const { totalSnapshots, totalChanges, totalTimings } = executor.status.getStatusSummary();
  if (!executor.isExecutionCompleted() || totalSnapshots !== 2 * executions || totalTimings !== executions)
    throw new Error(`recorded ${totalSnapshots} snapshots, ${totalTimings} timings of ${executions} executions`);
  if (totalChanges < executions) throw new Error(`recorded ${totalChanges} changes of ${executions} executions`);
};

const ratios = { records: [], actor: [], growth: [], frames: [] } as Record<string, number[]>;
for (let round = 0; round < rounds; round++) {
  const records = await microseconds(many, pushTwoRecords);
  const actor = await microseconds(many, liveActors);
  const atMany = await microseconds(many, () => run(described, many));
  const atFew = await microseconds(20 * few, async () => {
    for (let n = 0; n < 20; n++) await run(described, few);
  });
  const frames = await microseconds(5 * few, async () => {
    for (let n = 0; n < 5; n++) await run(describing, few);
  });
  // The first round compiles.
  if (round === 0) continue;
  ratios["records"]?.push(atMany / records);
  ratios["actor"]?.push(atMany / actor);
  ratios["growth"]?.push(atMany / atFew);
  ratios["frames"]?.push(frames / atMany);
}
const median = (values: readonly number[] = []): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;
const kept = buildExecutor(described, many);
await kept.run();
globalThis.gc?.();
const heapPerExecution = (process.memoryUsage().heapUsed - heapBefore) / many;

const times = (value: number): string => `${value.toFixed(2)} ×`;
const versusActor = median(ratios["actor"]);
const growth = median(ratios["growth"]);
console.log(
  `${many} executions of ${kept.status.plan.sequence.length} modules per path, median of ${rounds - 1} rounds`,
);
console.log(`  to pushing two frozen records        ${times(median(ratios["records"]))}`);
console.log(`  to a bare XState actor lifecycle     ${times(versusActor)}  (budget ${times(budgets.actor)})`);
console.log(`  at ${many} to at ${few}               ${times(growth)}  (budget ${times(budgets.growth)})`);
console.log(`  describing a small frame each time   ${times(median(ratios["frames"]))} of the above`);
console.log(`  retained heap                        ${Math.round(heapPerExecution)} bytes per execution`);

if (versusActor > budgets.actor || growth > budgets.growth) {
  console.error("over budget");
  process.exitCode = 1;
}
