import type { ConfigIssue } from "../error.ts";
import { checkPolicy } from "./check-policy.ts";
import { throwIssues } from "./config-refusal.ts";
import type { ModulePolicy } from "./module-policy.ts";
import type { AnyModule, DataOf, ModuleDefinition, RequirementsOf } from "./module.ts";
import { checkModuleName } from "./names.ts";
import type { ParamsInputOf, ParamsSchema } from "./params-schema.ts";
import { reusePolicyOf } from "./reuse-policy.ts";

/** What the type system knows of one module. */
export interface ModuleType {
  readonly name: string;
  readonly params: unknown;
  readonly data: unknown;
}

/** The data of the last module, which is the input of the next. */
export type LastData<Modules extends readonly ModuleType[]> = Modules extends readonly [
  ...infer _Before,
  infer Last extends ModuleType,
]
  ? Last["data"]
  : undefined;

/** The data of every module so far, by name. */
export type DataByName<Modules extends readonly ModuleType[]> = {
  readonly [Module in Modules[number] as Module["name"]]: Module["data"];
};

/** A name no module has yet, or why another cannot be given; any name where the names are not known to the compiler. */
type FreeName<Modules extends readonly ModuleType[], Name extends string> = string extends Modules[number]["name"]
  ? Name
  : Name extends Modules[number]["name"]
    ? `the workflow has a module ${Name} already`
    : Name;

/** A defined workflow, whatever its modules: what an executor takes. */
export interface WorkflowDefinition<
  Modules extends readonly ModuleType[] = readonly ModuleType[],
  Requirements = unknown,
> {
  readonly name: string;
  readonly modules: readonly AnyModule[];
  /** Carries what only the type system knows; undefined at run time. */
  readonly types?: { readonly modules: Modules; readonly requirements: Requirements };
}

/** A workflow: a name and a sequence of modules; each module's input is the data of the one before. */
export interface Workflow<Modules extends readonly ModuleType[], Requirements> extends WorkflowDefinition<
  Modules,
  Requirements
> {
  /** The same workflow with one more module at its end; throws a ConfigError when its name or policy cannot be used. */
  readonly module: <const Name extends string, Output, Params extends ParamsSchema | undefined = undefined>(
    moduleName: FreeName<Modules, Name>,
    definition: ModuleDefinition<Params, LastData<Modules>, DataByName<Modules>, Output>,
  ) => Workflow<
    readonly [
      ...Modules,
      { readonly name: Name; readonly params: ParamsInputOf<Params>; readonly data: DataOf<Output> },
    ],
    Requirements | RequirementsOf<Output>
  >;
}

/**
 * Begins the definition of a workflow.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("squares")
 *   .module("Loader", { run: () => [1, 2, 3] })
 *   .module("Squarer", { run: ({ input }) => input.data.map((n) => n * n) });
 * workflow.modules.map((module) => module.moduleName); // => ["Loader", "Squarer"]
 * ```
 */
export const defineWorkflow = (name: string): Workflow<readonly [], never> => extend<readonly [], never>(name, []);

const extend = <Modules extends readonly ModuleType[], Requirements>(
  name: string,
  modules: readonly AnyModule[],
): Workflow<Modules, Requirements> =>
  Object.freeze<Workflow<Modules, Requirements>>({
    name,
    modules: Object.freeze(modules),
    module: (moduleName, definition) => {
      const upstream = reusePolicyOf(definition.reuse)?.upstream ?? [];
      checkAddition(moduleName, modules, upstream, definition);
      // The one place where a module's own types are given up: Workflow's type keeps them, and only what the
      // workflow's types promise is ever handed to `run`.
      const added = { ...definition, moduleName } as unknown as AnyModule;
      return extend(name, [...modules, Object.freeze(added)]);
    },
  });

const checkAddition = (
  moduleName: string,
  modules: readonly AnyModule[],
  upstream: readonly string[],
  policy: ModulePolicy,
): void => {
  const unknown = upstream.find((name) => !modules.some((module) => module.moduleName === name));
  const problem = modules.some((module) => module.moduleName === moduleName)
    ? { reason: "the workflow has a module of this name", remedy: "Give each module its own name." }
    : (checkModuleName(moduleName) ?? (unknown === undefined ? undefined : noUpstream(unknown, modules)));
  const issues: ConfigIssue[] = problem === undefined ? [] : [{ path: [moduleName], ...problem }];
  throwIssues([...issues, ...checkPolicy(moduleName, policy)]);
};

const noUpstream = (name: string, modules: readonly AnyModule[]) => ({
  reason: `reuse.upstream names ${JSON.stringify(name)}, and no module before this one has that name`,
  remedy: `Before it are ${modules.map(({ moduleName }) => moduleName).join(", ") || "none"}.`,
});
