/**
 * Plans: what a config runs, and in which order, known before anything runs.
 *
 * Executions are numbered in pre-order, the order a run at `concurrency: 1` takes.
 */
import { checkOptions } from "./check-options.ts";
import type { ConfigIssue } from "../error.ts";
import { throwIssues } from "./config-refusal.ts";
import { type Config, type ConfigInput, decodeConfig } from "./config.ts";
import { checkExecutionCount, DEFAULT_MAX_EXECUTIONS } from "./execution-count.ts";
import { checkModuleName, checkPlannedName } from "./names.ts";
import { makePlan, type Plan, type PlannedModule } from "./plan-tree.ts";

export {
  type ExecutionPlace,
  type ExperimentChain,
  type Plan,
  type PlannedExecution,
  type PlannedExperiment,
  type PlannedModule,
} from "./plan-tree.ts";

/** Limits of a plan. */
export interface PlanOptions {
  /** The most executions; more are refused before anything is expanded. Default 1 000 000. */
  readonly maxExecutions?: number;
}

/**
 * Plans a config, refusing what {@link decodeConfig} and {@link planOf} refuse.
 *
 * Params are not decoded: only a workflow knows what they must be.
 *
 * @example
 * ```ts
 * const plan = planConfig({ Loader: { adult: {}, bank: {} }, Synthesizer: { copula: { repeat: 3 } } });
 * plan.size; // => { executions: 8, experiments: 6 }
 * plan.experiment(5).key; // => "Loader[bank]_Synthesizer[copula_[3-3]]"
 * ```
 */
export const planConfig = (config: ConfigInput | Config, options: PlanOptions = {}): Plan => {
  checkOptions("planConfig", options, "maxExecutions");
  if (!isConfig(config)) return planDecoded(decodeConfig(config, options));
  const { maxExecutions = config.options.maxExecutions ?? DEFAULT_MAX_EXECUTIONS } = options;
  return planOf(modulesOf(config), { maxExecutions });
};

/** Plans a config as {@link decodeConfig} gave it, which refused all that {@link planOf} would. */
export const planDecoded = (config: Config): Plan => makePlan(modulesOf(config));

const modulesOf = ({ modules }: Config): readonly PlannedModule[] =>
  modules.map(({ moduleName, experiments }) => ({
    moduleName,
    experiments: experiments.map(({ experimentName }) => experimentName),
  }));

/**
 * Plans named modules, as a journal stores them: `repeat` is expanded already.
 *
 * Throws a ConfigError for a name that is illegal or used twice, a module without experiments, and a plan over
 * `maxExecutions`. Linear in the number of names.
 *
 * @example
 * ```ts
 * planOf([{ moduleName: "Loader", experiments: ["adult"] }]).size; // => { executions: 1, experiments: 1 }
 * ```
 */
export const planOf = (modules: readonly PlannedModule[], options: PlanOptions = {}): Plan => {
  throwIssues(checkModules(modules, options.maxExecutions ?? DEFAULT_MAX_EXECUTIONS));
  return makePlan(modules);
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

const isConfig = (input: unknown): input is Config =>
  typeof input === "object" && input !== null && "_tag" in input && input._tag === "Config";
