/** A module as a random config has it: its experiments by name, each with its params and how often it runs. */
export interface DrawnModule {
  readonly moduleName: string;
  readonly experiments: readonly { readonly name: string; readonly params: object; readonly repeat: number }[];
}

/**
 * The same modules with as many experiments and repeats as a plan of `maxExecutions` has room for; the last ones of the
 * widest module go first. What fits stays as it is, so that a smaller config never grows when it is shrunk.
 */
export const fitConfig = (modules: readonly DrawnModule[], maxExecutions: number): readonly DrawnModule[] => {
  let fitting = modules;
  while (executionsOf(fitting) > maxExecutions) {
    const widths = fitting.map(widthOf);
    const at = widths.indexOf(Math.max(...widths));
    const widest = fitting[at];
    if (widest === undefined || widths[at] === 1) return fitting;
    fitting = fitting.with(at, narrower(widest));
  }
  return fitting;
};

const narrower = ({ moduleName, experiments }: DrawnModule): DrawnModule => {
  const last = experiments.at(-1);
  const others = experiments.slice(0, -1);
  return last === undefined || last.repeat === 1
    ? { moduleName, experiments: others }
    : { moduleName, experiments: [...others, { ...last, repeat: last.repeat - 1 }] };
};

const widthOf = ({ experiments }: DrawnModule): number => experiments.reduce((sum, { repeat }) => sum + repeat, 0);

/** Every module adds as many executions as there are paths down to it. */
const executionsOf = (modules: readonly DrawnModule[]): number => {
  let paths = 1;
  let executions = 0;
  for (const module of modules) {
    paths *= widthOf(module);
    executions += paths;
  }
  return executions;
};
