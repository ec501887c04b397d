/**
 * The tree of a plan as arithmetic on the number of experiments per module.
 *
 * No node is held: execution `i` is computed from `i` in O(depth), so a plan of a million executions costs as much
 * memory as its names.
 */
import { experimentKey, type ExperimentKey, type ExperimentPath, type PathStep } from "./experiment-key.ts";

/** Where an execution stands in the tree. */
export interface ExecutionPlace {
  /** Pre-order number, from 0. */
  readonly index: number;
  /** Position of the module in the sequence, from 0. */
  readonly depth: number;
  readonly moduleName: string;
  readonly experimentName: string;
  /** Index of the execution whose output this one reads; `undefined` for the first module. */
  readonly parent: number | undefined;
  /** Number of the first experiment at or below this execution. */
  readonly experiment: number;
}

/** One module with one experiment under one prefix: a node of the tree. */
export interface PlannedExecution extends ExecutionPlace {
  readonly path: ExperimentPath;
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

/** An experiment by numbers alone: which executions it leads through. */
export interface ExperimentChain {
  /** Leaf number in pre-order, from 0. */
  readonly index: number;
  /** The number of its experiment in each module, from 0, first module first. */
  readonly positions: readonly number[];
  /** Indexes of its executions, first module first. */
  readonly executions: readonly number[];
}

/** A module and its experiments, in order: all a plan is made from. */
export interface PlannedModule {
  readonly moduleName: string;
  readonly experiments: readonly string[];
}

/** What a config runs: a tree of executions with an experiment at each leaf, computed as it is asked for. */
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
  /** The same without its path, which takes most of the time. O(depth). */
  place(index: number): ExecutionPlace;
  /** The place of the first execution below another, which is the next in pre-order; undefined below the last module. */
  placeBelow(place: ExecutionPlace): ExecutionPlace | undefined;
  /** The experiment numbered `index`; throws a RangeError outside `0 … size.experiments - 1`. O(depth). */
  experiment(index: number): PlannedExperiment;
  /** The same by numbers alone, without its path and key, which take most of the time; throws as it does. O(depth). */
  chain(index: number): ExperimentChain;
  /** The number of the last execution of an experiment; throws as {@link experiment} does. O(depth). */
  leaf(experiment: number): number;
  /** The number of the execution at the end of `path`, which may stop at any module. O(depth). */
  indexOf(path: ExperimentPath): number | undefined;
  /** Executions in a subtree whose root is at `depth`, the root included. */
  subtreeSize(depth: number): number;
  /** Experiments at or below an execution at `depth`. */
  experimentsBelow(depth: number): number;
}

/** A level of the tree: one module, and how many nodes hang below each of its executions. */
interface Level {
  readonly moduleName: string;
  readonly experiments: readonly string[];
  readonly subtree: number;
  readonly leaves: number;
}

/** Makes the plan of modules that passed their checks: distinct legal names, and a count a double holds exactly. */
export const makePlan = (given: readonly PlannedModule[]): Plan => {
  // Everyone who asks is handed these very lists: a caller must not be able to change the plan under a run.
  const modules = Object.freeze(
    given.map(({ moduleName, experiments }) =>
      Object.freeze({ moduleName, experiments: Object.freeze(Array.from(experiments)) }),
    ),
  );
  const levels = makeLevels(modules);
  const total = (levels[0]?.experiments.length ?? 0) * (levels[0]?.subtree ?? 0);
  const leaves = (levels[0]?.experiments.length ?? 0) * (levels[0]?.leaves ?? 0);

  const place = (index: number): ExecutionPlace => {
    checkIndex("execution", index, total);
    let rest = index;
    let at = 0;
    let experiment = 0;
    let parent: number | undefined;
    // Asked for with every record: an iterator would allocate at each level.
    for (let depth = 0; depth < levels.length; depth++) {
      const level = levelAt(levels, depth);
      const position = Math.floor(rest / level.subtree);
      rest -= position * level.subtree;
      at += position * level.subtree;
      experiment += position * level.leaves;
      if (rest === 0) {
        const { moduleName } = level;
        return { index, depth, moduleName, experimentName: nameAt(level, position), parent, experiment };
      }
      parent = at;
      at += 1;
      rest -= 1;
    }
    throw new RangeError(`execution ${index} lies below the last module`);
  };

  const placeBelow = ({ index, depth, experiment }: ExecutionPlace): ExecutionPlace | undefined => {
    const level = levels[depth + 1];
    if (level === undefined) return undefined;
    const { moduleName } = level;
    const experimentName = nameAt(level, 0);
    return { index: index + 1, depth: depth + 1, moduleName, experimentName, parent: index, experiment };
  };

  const execution = (index: number): PlannedExecution => {
    const { depth, moduleName, experimentName, parent, experiment } = place(index);
    const path: PathStep[] = [];
    let rest = index;
    for (const level of levels.slice(0, depth + 1)) {
      path.push([level.moduleName, nameAt(level, Math.floor(rest / level.subtree))]);
      rest = (rest % level.subtree) - 1;
    }
    return { index, depth, moduleName, experimentName, parent, path, experiment };
  };

  const leaf = (index: number): number => {
    checkIndex("experiment", index, leaves);
    let rest = index;
    let at = levels.length - 1;
    for (let depth = 0; depth < levels.length; depth++) {
      const level = levelAt(levels, depth);
      const position = Math.floor(rest / level.leaves);
      rest -= position * level.leaves;
      at += position * level.subtree;
    }
    return at;
  };

  const chain = (index: number): ExperimentChain => {
    checkIndex("experiment", index, leaves);
    const positions: number[] = [];
    const executions: number[] = [];
    let rest = index;
    let at = 0;
    for (const level of levels) {
      const position = Math.floor(rest / level.leaves);
      positions.push(position);
      rest -= position * level.leaves;
      at += position * level.subtree;
      executions.push(at);
      at += 1;
    }
    return { index, positions, executions };
  };

  const experiment = (index: number): PlannedExperiment => {
    const { positions, executions } = chain(index);
    const path = levels.map((level, depth): PathStep => [level.moduleName, nameAt(level, positions[depth] ?? 0)]);
    return { index, path, key: experimentKey(path), executions };
  };

  /** The place of each experiment in its module, made for those who ask by path: a run does not. */
  const positions: ReadonlyMap<string, number>[] = [];
  const positionOf = (depth: number, experimentName: string): number | undefined =>
    (positions[depth] ??= new Map(levels[depth]?.experiments.map((name, position) => [name, position]))).get(
      experimentName,
    );

  const indexOf = (path: ExperimentPath): number | undefined => {
    let at = -1;
    for (const [depth, [moduleName, experimentName]] of path.entries()) {
      const level = levels[depth];
      const position = level?.moduleName === moduleName ? positionOf(depth, experimentName) : undefined;
      if (level === undefined || position === undefined) return undefined;
      at += 1 + position * level.subtree;
    }
    return at === -1 ? undefined : at;
  };

  return {
    modules,
    sequence: Object.freeze(modules.map(({ moduleName }) => moduleName)),
    size: Object.freeze({ executions: total, experiments: leaves }),
    executions: () => walk(levels),
    *experimentKeys() {
      for (let index = 0; index < leaves; index += 1) yield experiment(index).key;
    },
    execution,
    place,
    placeBelow,
    experiment,
    chain,
    leaf,
    indexOf,
    subtreeSize: (depth) => levelAt(levels, depth).subtree,
    experimentsBelow: (depth) => levelAt(levels, depth).leaves,
  };
};

// Pre-order without recursion: 1000 modules in a row are as deep as the tree gets.
function* walk(levels: readonly Level[]): Generator<PlannedExecution> {
  /** Per depth: the next experiment to take, and the index and path of the execution taken last. */
  const next = levels.map(() => 0);
  const [indexes, paths]: [number[], ExperimentPath[]] = [[], []];
  let [depth, index, experiment] = [0, 0, 0];
  while (depth >= 0) {
    const level = levels[depth];
    const experimentName = level?.experiments[next[depth] ?? 0];
    if (level === undefined || experimentName === undefined) {
      next[depth] = 0;
      depth -= 1;
      continue;
    }
    next[depth] = (next[depth] ?? 0) + 1;
    const { moduleName } = level;
    const path: ExperimentPath = [...(paths[depth - 1] ?? []), [moduleName, experimentName]];
    yield { index, depth, moduleName, experimentName, parent: indexes[depth - 1], path, experiment };
    indexes[depth] = index;
    paths[depth] = path;
    index += 1;
    if (depth === levels.length - 1) experiment += 1;
    else depth += 1;
  }
}

const makeLevels = (modules: readonly PlannedModule[]): readonly Level[] => {
  const levels: Level[] = [];
  let [subtree, leaves] = [1, 1];
  for (const { moduleName, experiments } of modules.toReversed()) {
    levels.push({
      moduleName,
      experiments,
      subtree,
      leaves,
    });
    subtree = 1 + experiments.length * subtree;
    leaves *= experiments.length;
  }
  return levels.toReversed();
};

const nameAt = (level: Level, position: number): string => {
  const name = level.experiments[position];
  if (name === undefined) throw new RangeError(`module ${level.moduleName} has no experiment number ${position}`);
  return name;
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
