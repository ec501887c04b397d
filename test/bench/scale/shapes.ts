/** How many experiments the module at each place has. */
export type Counts = readonly number[];

/** A kind of plan, from a thousand executions to a million. */
export interface Shape {
  readonly title: string;
  readonly sizes: readonly Counts[];
}

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const decades = [1_000, 10_000, 100_000, 1_000_000];

/** Executions of a plan. */
export const executionsOf = (counts: Counts): number => {
  let [level, total] = [1, 0];
  for (const count of counts) total += level *= count;
  return total;
};

/** As many paths as make so many executions, each through a first module of its own. */
const pathsOf =
  (modules: number) =>
  (executions: number): Counts =>
    [Math.floor(executions / modules)].concat(ones(modules - 1));

export const shapes = {
  wide: { title: "one module, as many experiments as executions", sizes: decades.map(pathsOf(1)) },
  paths: { title: "seven modules a path, nothing shared", sizes: decades.map(pathsOf(7)) },
  tree: {
    title: "ten experiments of every module, three to six modules",
    sizes: [3, 4, 5, 6].map((levels) => ones(levels).map(() => 10)),
  },
  deep: { title: "1,000 modules a path", sizes: decades.map(pathsOf(1000)) },
} as const satisfies Readonly<Record<string, Shape>>;

export type ShapeName = keyof typeof shapes;
