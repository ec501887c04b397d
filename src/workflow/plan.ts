/**
 * The plan: the complete cartesian tree of a config, as arithmetic on the number of experiments per module.
 *
 * No node is held: execution `i` is computed from `i` in O(depth), so a plan of a million executions costs as much
 * memory as its names. Executions are numbered in pre-order, the order a run at `concurrency: 1` takes.
 */
import { ConfigError, type ConfigIssue } from "../error.ts";
import { type Config, type ConfigInput, decodeConfig } from "./config.ts";
import { checkExecutionCount, DEFAULT_MAX_EXECUTIONS } from "./execution-count.ts";
import { type ExperimentKey, type ExperimentPath, type PathStep, stepLabel } from "./experiment-key.ts";
import { checkModuleName, checkPlannedName } from "./names.ts";

/** One module with one experiment under one prefix: a node of the tree. */
export interface PlannedExecution {
  /** Pre-order number, from 0. */
  readonly index: number;
  /** Position of the module in the sequence, from 0. */
  readonly depth: number;
  readonly moduleName: string;
  readonly experimentName: string;
  /** Index of the execution whose output this one reads; `undefined` for the first module. */
  readonly parent: number | undefined;
  readonly path: ExperimentPath;
  /** Number of the first experiment at or below this execution. */
  readonly experiment: number;
}

/** One path from the first module to the last: a leaf of the tree. */
export interface PlannedExperiment {
  /** Leaf number in pre-order, from 0. */
  readonly index: number;
  readonly path: ExperimentPath;
  readonly key: ExperimentKey;
  /** Indexes of its executions, first module first. */
  readonly executions: readonly number[];
}

/** A module and its experiments, in order: all a plan is made from. */
export interface PlannedModule {
  readonly moduleName: string;
  readonly experiments: readonly string[];
}

export interface Plan {
  readonly modules: readonly PlannedModule[];
  /** Module names in order. */
  readonly sequence: readonly string[];
  readonly size: { readonly executions: number; readonly experiments: number };
  /** Every execution in pre-order, made as it is asked for. */
  executions(): Iterable<PlannedExecution>;
  /** Every experiment key in leaf order, made as it is asked for. */
  experimentKeys(): Iterable<ExperimentKey>;
  /** The execution numbered `index`; throws a RangeError outside `0 … size.executions - 1`. O(depth). */
  execution(index: number): PlannedExecution;
  /** The experiment numbered `index`; throws a RangeError outside `0 … size.experiments - 1`. O(depth). */
  experiment(index: number): PlannedExperiment;
  /** The number of the execution at the end of `path`, which may stop at any module. O(depth). */
  indexOf(path: ExperimentPath): number | undefined;
  /** Executions in a subtree whose root is at `depth`, the root included. */
  subtreeSize(depth: number): number;
  /** Experiments at or below an execution at `depth`. */
  experimentsBelow(depth: number): number;
}

/** Limits of a plan. */
export interface PlanOptions {
  /** The most executions; more are refused before anything is expanded. Default 1 000 000. */
  readonly maxExecutions?: number;
}

/** Plans a config, refusing what {@link decodeConfig} and {@link planOf} refuse. */
export const planConfig = (config: ConfigInput | Config, options: PlanOptions = {}): Plan => {
  const decoded = isConfig(config) ? config : decodeConfig(config, options);
  return planOf(
    decoded.modules.map(({ moduleName, experiments }) => ({
      moduleName,
      experiments: experiments.map(({ experimentName }) => experimentName),
    })),
    { maxExecutions: options.maxExecutions ?? decoded.options.maxExecutions ?? DEFAULT_MAX_EXECUTIONS },
  );
};

/**
 * Plans named modules, as a journal stores them: `repeat` is expanded already.
 *
 * Throws a ConfigError for a name that is illegal or used twice, a module without experiments, and a plan over
 * `maxExecutions`. Linear in the number of names.
 *
 * @example
 * planOf([{ moduleName: "Loader", experiments: ["adult"] }]).size // { executions: 1, experiments: 1 }
 */
export const planOf = (modules: readonly PlannedModule[], options: PlanOptions = {}): Plan => {
  const [first, ...rest] = checkModules(modules, options.maxExecutions ?? DEFAULT_MAX_EXECUTIONS);
  if (first !== undefined) throw new ConfigError({ issues: [first, ...rest] });
  return makePlan(modules);
};

/** A level of the tree: one module, and how many nodes hang below each of its executions. */
interface Level {
  readonly moduleName: string;
  readonly steps: readonly PathStep[];
  readonly positions: ReadonlyMap<string, number>;
  readonly subtree: number;
  readonly leaves: number;
}

const makePlan = (given: readonly PlannedModule[]): Plan => {
  const modules = given.map(({ moduleName, experiments }) => ({ moduleName, experiments: [...experiments] }));
  const levels = makeLevels(modules);
  const total = (levels[0]?.steps.length ?? 0) * (levels[0]?.subtree ?? 0);
  const leaves = (levels[0]?.steps.length ?? 0) * (levels[0]?.leaves ?? 0);

  const execution = (index: number): PlannedExecution => {
    checkIndex("execution", index, total);
    const path: PathStep[] = [];
    let [rest, at, experiment, parent] = [index, 0, 0, undefined as number | undefined];
    for (const [depth, level] of levels.entries()) {
      const position = Math.floor(rest / level.subtree);
      const step = stepAt(level, position);
      path.push(step);
      rest -= position * level.subtree;
      at += position * level.subtree;
      experiment += position * level.leaves;
      if (rest === 0) {
        return { index, depth, moduleName: step[0], experimentName: step[1], parent, path, experiment };
      }
      parent = at;
      at += 1;
      rest -= 1;
    }
    throw new RangeError(`execution ${index} lies below the last module`);
  };

  const experiment = (index: number): PlannedExperiment => {
    checkIndex("experiment", index, leaves);
    const path: PathStep[] = [];
    const executions: number[] = [];
    let [rest, at] = [index, 0];
    for (const level of levels) {
      const position = Math.floor(rest / level.leaves);
      path.push(stepAt(level, position));
      rest -= position * level.leaves;
      at += position * level.subtree;
      executions.push(at);
      at += 1;
    }
    return { index, path, key: path.map(stepLabel).join("_"), executions };
  };

  const indexOf = (path: ExperimentPath): number | undefined => {
    let at = -1;
    for (const [depth, [moduleName, experimentName]] of path.entries()) {
      const level = levels[depth];
      const position = level?.moduleName === moduleName ? level.positions.get(experimentName) : undefined;
      if (level === undefined || position === undefined) return undefined;
      at += 1 + position * level.subtree;
    }
    return at === -1 ? undefined : at;
  };

  return {
    modules,
    sequence: modules.map(({ moduleName }) => moduleName),
    size: { executions: total, experiments: leaves },
    *executions() {
      for (let index = 0; index < total; index += 1) yield execution(index);
    },
    *experimentKeys() {
      for (let index = 0; index < leaves; index += 1) yield experiment(index).key;
    },
    execution,
    experiment,
    indexOf,
    subtreeSize: (depth) => levelAt(levels, depth).subtree,
    experimentsBelow: (depth) => levelAt(levels, depth).leaves,
  };
};

const makeLevels = (modules: readonly PlannedModule[]): readonly Level[] => {
  const levels: Level[] = [];
  let [subtree, leaves] = [1, 1];
  for (const { moduleName, experiments } of modules.toReversed()) {
    levels.push({
      moduleName,
      steps: experiments.map((name): PathStep => Object.freeze([moduleName, name] as const)),
      positions: new Map(experiments.map((name, position) => [name, position])),
      subtree,
      leaves,
    });
    subtree = 1 + experiments.length * subtree;
    leaves *= experiments.length;
  }
  return levels.toReversed();
};

const checkModules = (modules: readonly PlannedModule[], limit: number): readonly ConfigIssue[] => {
  if (modules.length === 0) {
    return [{ path: [], reason: "there is no module", remedy: "Name at least one module with one experiment." }];
  }
  const issues: ConfigIssue[] = [];
  const seen = new Set<string>();
  for (const { moduleName, experiments } of modules) {
    const problem = seen.has(moduleName) ? DUPLICATE : checkModuleName(moduleName);
    if (problem !== undefined) issues.push({ path: [moduleName], ...problem });
    seen.add(moduleName);
    if (experiments.length === 0) issues.push({ path: [moduleName], ...NO_EXPERIMENT });
    const names = new Set<string>();
    for (const name of experiments) {
      const wrong = names.has(name) ? DUPLICATE : checkPlannedName(name);
      if (wrong !== undefined) issues.push({ path: [moduleName, name], ...wrong });
      names.add(name);
    }
  }
  const counts = modules.map(({ moduleName, experiments }) => ({ moduleName, count: experiments.length }));
  const tooMany = checkExecutionCount(counts, limit);
  return tooMany === undefined ? issues : [...issues, tooMany];
};

const DUPLICATE = { reason: "the name is used twice", remedy: "Rename one of the two." };
const NO_EXPERIMENT = { reason: "the module has no experiment", remedy: "Give it one, or leave the module out." };

const stepAt = (level: Level, position: number): PathStep => {
  const step = level.steps[position];
  if (step === undefined) throw new RangeError(`module ${level.moduleName} has no experiment number ${position}`);
  return step;
};

const levelAt = (levels: readonly Level[], depth: number): Level => {
  const level = levels[depth];
  if (level === undefined) throw new RangeError(`there is no module at depth ${depth}: 0 … ${levels.length - 1}`);
  return level;
};

const checkIndex = (what: string, index: number, size: number): void => {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`there is no ${what} ${index}: they are numbered 0 … ${size - 1}`);
  }
};

const isConfig = (input: ConfigInput | Config): input is Config => "_tag" in input && input._tag === "Config";
