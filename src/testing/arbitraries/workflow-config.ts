import * as Schema from "effect/Schema";
import * as fc from "fast-check";

import { ConfigError } from "../../error.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import { throwIssues } from "../../workflow/config-refusal.ts";
import type { ConfigEntries } from "../../workflow/config.ts";
import type { ModuleType, WorkflowDefinition } from "../../workflow/define-workflow.ts";
import type { AnyModule } from "../../workflow/module.ts";
import { didYouMean } from "../../workflow/nearest-name.ts";
import { drawnName } from "./drawn-name.ts";
import { DrawnParams } from "./drawn-params.ts";
import { type DrawnModule, fitConfig } from "./fit-config.ts";
import { givenParams } from "./given-params.ts";

/** What random configs of a workflow are made of. */
export interface WorkflowConfigOptions<Modules extends readonly ModuleType[] = readonly ModuleType[]> {
  /** The params of a module by its name, as a config says them; needed where its schema is no effect Schema. */
  readonly params?: { readonly [Module in Modules[number] as Module["name"]]?: fc.Arbitrary<Module["params"]> };
  /** The experiments a module may have, by its name: for modules that go by `experimentName`. Default: any names. */
  readonly experimentNames?: { readonly [Module in Modules[number] as Module["name"]]?: readonly string[] };
  /** The most experiments a module is written with. Default 3. */
  readonly maxExperiments?: number;
  /** The most repeats of an experiment. Default 2. */
  readonly maxRepeat?: number;
  /** The most executions of a plan; what is beyond is left out. Default 60. */
  readonly maxExecutions?: number;
}

/**
 * Random configs of a workflow: experiments, repeats, and params that each module's own schema takes.
 *
 * Params are drawn from effect Schemas, and are `{}` for a module without a schema; for others give `params`. A config
 * shrinks to one experiment a module, named `a`, with the simplest params. About 0.2 ms each for three modules.
 *
 * @throws ConfigError when the params of a module can neither be drawn nor are given, for a module that the workflow does
 * not have, and when not even one path would fit
 * @example
 * ```ts
 * import { Schema } from "effect";
 * import * as fc from "fast-check";
 * const workflow = defineWorkflow("squares")
 *   .module("Loader", { params: Schema.Struct({ rows: Schema.Int }), run: ({ params }) => [params.rows] })
 *   .module("Squarer", { run: ({ input }) => input.data.map((n) => n * n) });
 * const configs = fc.sample(workflowConfig(workflow, { maxExecutions: 20 }), 100);
 * configs.every((config) => planConfig(config).size.executions <= 20); // => true
 * ```
 */
export const workflowConfig = <const Modules extends readonly ModuleType[]>(
  workflow: WorkflowDefinition<Modules>,
  options: WorkflowConfigOptions<Modules> = {},
): fc.Arbitrary<ConfigEntries> => {
  checkOptions("workflowConfig", options, "params experimentNames maxExperiments maxRepeat maxExecutions");
  const { maxExecutions = 60 } = options;
  const { modules } = workflow;
  refuseUnknownModules(workflow, options);
  if (modules.length > maxExecutions) throw noRoom(workflow.name, modules.length, maxExecutions);
  return fc
    .tuple(...modules.map((module) => drawnModule(module, options)))
    .map((drawn) => fitConfig(drawn, maxExecutions).map(entryOf));
};

/** What is given for a module that is not there would be passed over, and other values drawn than those meant. */
const refuseUnknownModules = (
  { name: workflow, modules }: WorkflowDefinition,
  options: WorkflowConfigOptions,
): void => {
  const names = modules.map(({ moduleName }) => moduleName);
  const { params = {}, experimentNames = {} } = options;
  throwIssues(
    Object.entries({ params, experimentNames }).flatMap(([option, given]) =>
      Object.keys(given)
        .filter((name) => !names.includes(name))
        .map((name) => ({
          path: [option, name],
          reason: `${JSON.stringify(workflow)} has no module of this name`,
          remedy: didYouMean(name, names),
        })),
    ),
  );
};

const drawnModule = (module: AnyModule, options: WorkflowConfigOptions): fc.Arbitrary<DrawnModule> => {
  const { maxExperiments = 3, maxRepeat = 2 } = options;
  const { moduleName } = module;
  const names = memberOf(options.experimentNames, moduleName);
  const experiment = fc.record({
    name: drawnName(names ?? anyNames),
    params: memberOf(options.params, moduleName) ?? schemaParams(module),
    repeat: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: maxRepeat })),
  });
  return fc.record({
    moduleName: fc.constant(moduleName),
    experiments: fc.uniqueArray(experiment, {
      minLength: 1,
      maxLength: Math.min(maxExperiments, names?.length ?? maxExperiments),
      selector: ({ name }) => name,
    }) as fc.Arbitrary<DrawnModule["experiments"]>,
  });
};

/** Simple ones first; the others are told wrong by code that keeps names in objects or files. */
const anyNames = ["a", "b", "c", "d", "2", "10", "a b", "é", "__proto__", "constructor", "[", "/"];

const schemaParams = ({ moduleName, params }: AnyModule): fc.Arbitrary<object> => {
  if (params === undefined) return fc.constant({});
  if (Schema.isSchema(params)) return new DrawnParams(moduleName, params as Schema.Codec<unknown>);
  throw new ConfigError({
    issues: [
      {
        path: [moduleName],
        reason: "its params schema is no effect Schema, and no values can be drawn from another",
        remedy: givenParams(moduleName),
      },
    ],
  });
};

const entryOf = ({ moduleName, experiments }: DrawnModule): ConfigEntries[number] => [
  moduleName,
  experiments.map(({ name, params, repeat }) => [name, repeat === 1 ? params : { ...params, repeat }]),
];

/** An own member, so that a module called `constructor` is given nothing of what every object has. */
const memberOf = <Value>(members: { readonly [name: string]: Value } | undefined, name: string): Value | undefined =>
  members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;

const noRoom = (workflow: string, modules: number, maxExecutions: number): ConfigError =>
  new ConfigError({
    issues: [
      {
        path: [],
        reason: `one path through ${JSON.stringify(workflow)} is ${modules} executions, over maxExecutions: ${maxExecutions}`,
        remedy: `Give at least ${modules}.`,
      },
    ],
  });
