import * as fc from "fast-check";

import type { Status } from "../../src/index.ts";

/** Limits of a run with up to five modules, in tenths: what an execution of each module takes, and how much there is. */
export interface RandomLimits {
  readonly atOnce: readonly (number | undefined)[];
  readonly takes: readonly Readonly<Record<string, number>>[];
  /** How much there is beyond the largest claim. */
  readonly spare: Readonly<Record<string, number>>;
}

const names = ["gpu", "__proto__", "memory Gb"];

export const randomLimits: fc.Arbitrary<RandomLimits> = fc.record({
  atOnce: fc.array(fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }), { minLength: 5, maxLength: 5 }),
  takes: fc.array(
    fc.dictionary(fc.constantFrom(...names), fc.constantFrom(0, 1, 2, 3, 10), { noNullPrototype: true }),
    { minLength: 5, maxLength: 5 },
  ),
  spare: fc.record({ gpu: fc.integer({ min: 0, max: 12 }), "memory Gb": fc.integer({ min: 0, max: 3 }) }),
});

const takenOf = (limits: RandomLimits, depth: number): ReadonlyMap<string, number> =>
  new Map(Object.entries(limits.takes[depth] ?? {}));

/** How much there is of a resource, in tenths. */
const capacityOf = (limits: RandomLimits, name: string, modules: number): number => {
  const claims = Array.from({ length: modules }, (_, depth) => takenOf(limits, depth).get(name) ?? 0);
  return Math.max(...claims) + (new Map(Object.entries(limits.spare)).get(name) ?? 0);
};

/** The limits as options: policies of modules, and resources of the run. */
export const asOptions = (limits: RandomLimits, modules: number) => ({
  policies: Array.from({ length: modules }, (_, depth) => {
    const concurrency = limits.atOnce[depth];
    const resources = new Map(Array.from(takenOf(limits, depth), ([name, tenths]) => [name, tenths / 10] as const));
    return { ...(concurrency !== undefined && { concurrency }), resources };
  }),
  resources: new Map(names.map((name) => [name, capacityOf(limits, name, modules) / 10] as const)),
});

/** What is used of every limit when these many executions of each module are in progress, and how much there is. */
const usage = (limits: RandomLimits, inProgress: readonly number[]): ReadonlyMap<string, readonly [number, number]> => {
  const used = new Map<string, readonly [number, number]>();
  inProgress.forEach((count, depth) => {
    const most = limits.atOnce[depth];
    if (most !== undefined) used.set(`module ${depth}`, [count, most]);
  });
  for (const name of names) {
    const sum = inProgress.reduce((total, count, depth) => total + count * (takenOf(limits, depth).get(name) ?? 0), 0);
    used.set(name, [sum, capacityOf(limits, name, inProgress.length)]);
  }
  return used;
};

/** The limits that are exceeded when these many executions of each module are in progress. */
export const exceeded = (limits: RandomLimits, inProgress: readonly number[]): readonly string[] =>
  Array.from(usage(limits, inProgress)).flatMap(([name, [used, capacity]]) => (used > capacity ? [name] : []));

/** The limits an execution of the module at `depth` takes from, and which so many workers can come up against. */
const limitsOf = (
  limits: RandomLimits,
  depth: number,
  run: { modules: number; workers: number },
): readonly string[] => {
  const most = limits.atOnce[depth];
  const binds = (name: string): boolean =>
    Array.from({ length: run.modules }, (_, at) => takenOf(limits, at).get(name) ?? 0).some(
      (amount) => amount * run.workers > capacityOf(limits, name, run.modules),
    );
  return [
    ...(most === undefined || most >= run.workers ? [] : [`module ${depth}`]),
    ...Array.from(takenOf(limits, depth)).flatMap(([name, amount]) => (amount > 0 && binds(name) ? [name] : [])),
  ];
};

const inProgressOf = (status: Status): readonly number[] =>
  status.getStatusSummary().modules.map(({ InProgress }) => InProgress);

/** Executions that are ready and have not started: of experiments under way, and of none yet. */
const waiting = (status: Status): { readonly chains: readonly number[]; readonly branches: readonly number[] } => {
  const { plan } = status;
  const views = [...status.executions()];
  const chains: number[] = [];
  const branches: number[] = [];
  for (const { execution, depth, state } of views) {
    const { parent, experiment } = plan.execution(execution);
    if (state !== "NotStarted" || (parent !== undefined && views[parent]?.state !== "Completed")) continue;
    const underWay = status.getExperimentState(plan.experiment(experiment).key) === "InProgress";
    (underWay ? chains : branches).push(depth);
  }
  return { chains, branches };
};

/**
 * The modules of executions that wait for no reason: they are ready, would fit, and take from no limit that another one
 * waits for which does not fit, nor from one that such a one waits behind.
 */
export const waitsForNothing = (limits: RandomLimits, status: Status, workers: number): readonly number[] => {
  const inProgress = inProgressOf(status);
  const run = { modules: inProgress.length, workers };
  const { chains, branches } = waiting(status);
  const idle = workers - status.experimentCounts.InProgress;
  const all = [...chains, ...(idle > 0 ? branches : [])];
  const oneMore = (depth: number): readonly number[] => inProgress.map((count, at) => count + (at === depth ? 1 : 0));
  const blocked = new Set(all.filter((depth) => exceeded(limits, oneMore(depth)).length > 0));
  for (let grows = true; grows;) {
    const wanted = new Set(Array.from(blocked).flatMap((depth) => limitsOf(limits, depth, run)));
    const behind = all.filter(
      (depth) => !blocked.has(depth) && limitsOf(limits, depth, run).some((each) => wanted.has(each)),
    );
    for (const depth of behind) blocked.add(depth);
    grows = behind.length > 0;
  }
  return all.filter((depth) => !blocked.has(depth));
};

/**
 * Pairs of executions that went on in an experiment, of which the one that came later started at an earlier time though
 * both take from the same limit: by number.
 */
export const overtakings = (limits: RandomLimits, { records, plan }: Status, workers: number): readonly string[] => {
  const completed = new Map<number, number>();
  const run = { modules: plan.modules.length, workers };
  const started = records.flatMap((record) => {
    if (record.type === "module.completed") completed.set(record.execution, record.seq);
    if (record.type !== "module.started") return [];
    const { parent, experiment, depth } = plan.execution(record.execution);
    if (parent === undefined || plan.execution(parent).experiment !== experiment) return [];
    const { execution, at } = record;
    return [{ execution, at, cameAt: completed.get(parent) ?? 0, takes: limitsOf(limits, depth, run) }];
  });
  return started.flatMap((first) =>
    started
      .filter(({ at, cameAt }) => first.at < at && cameAt < first.cameAt)
      .filter(({ takes }) => takes.some((limit) => first.takes.includes(limit)))
      .map((then) => `${first.execution} before ${then.execution}`),
  );
};
