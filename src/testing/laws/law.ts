import type { Schema } from "../../schema/schema.ts";
import type { DataByName, ModuleType } from "../../workflow/define-workflow.ts";

/** A method's parameter compares both ways: so a law of any module is one of each. */
type Again<Input, Output> = { call(this: void, input: Input): Promise<Output> }["call"];

/** What is known of one completed execution, whose module did its work as it is: no fault changed what it returned. */
export interface ExecutionFacts<Name extends string = string, Before = unknown, After = unknown, Params = unknown> {
  readonly moduleName: Name;
  readonly experimentName: string;
  /** The path from the first module to this one. */
  readonly key: string;
  /** As they were given to the module: decoded. */
  readonly params: Params;
  /** The data of the module before; undefined for the first module. */
  readonly before: Before;
  readonly after: After;
  readonly schemaBefore: Schema | null;
  readonly schemaAfter: Schema | null;
  /** Calls the module once more, with the same params and this input: what it would have put out. */
  readonly again: Again<Before, After>;
}

/** The facts of any execution of a workflow: a union, told apart by `moduleName`. */
export type FactsOf<Modules extends readonly ModuleType[], Before = undefined> = Modules extends readonly [
  infer First extends ModuleType,
  ...infer Rest extends readonly ModuleType[],
]
  ? ExecutionFacts<First["name"], Before, First["data"]> | FactsOf<Rest, First["data"]>
  : number extends Modules["length"]
    ? ExecutionFacts
    : never;

/** What is known of one experiment that completed, from its first module to its last. */
export interface PathFacts<Modules extends readonly ModuleType[]> {
  readonly key: string;
  /** What each module put out, by its name. */
  readonly outputs: DataByName<Modules>;
}

/**
 * False, or anything thrown, breaks a law; nothing returned holds it. Where `fc.pre` of fast-check says that its
 * precondition does not hold, it was not asked.
 */
export type Holds<Facts> = (facts: Facts) => boolean | void | Promise<boolean | void>;

/** Something that is true of every run of one workflow. */
export type Law<Modules extends readonly ModuleType[] = readonly ModuleType[]> =
  | {
      readonly kind: "execution";
      readonly claim: string;
      /** The module it is about; undefined for all. */
      readonly moduleName: Modules[number]["name"] | undefined;
      readonly holds: Holds<FactsOf<Modules>>;
    }
  | { readonly kind: "path"; readonly claim: string; readonly holds: Holds<PathFacts<Modules>> };

/**
 * A law of the executions of a workflow, or of those of one module; typed with what its modules put out.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("clean")
 *   .module("Loader", { run: () => [1, 2, 3] })
 *   .module("Cleaner", { run: ({ input }) => input.data.filter((n) => n > 1) });
 * const config = { Loader: { all: {} }, Cleaner: { big: {} } };
 * const report = await checkWorkflow(workflow, {
 *   config,
 *   laws: [law("rows never grow", "Cleaner", ({ before, after }) => after.length <= before.length)],
 *   runs: 20,
 * });
 * report.laws.at(-1); // => { claim: "rows never grow", asked: … }
 * ```
 */
export const law: {
  <Modules extends readonly ModuleType[]>(claim: string, holds: Holds<FactsOf<Modules>>): Law<Modules>;
  <Modules extends readonly ModuleType[], const Name extends Modules[number]["name"]>(
    claim: string,
    moduleName: Name,
    holds: Holds<Extract<FactsOf<Modules>, { readonly moduleName: Name }>>,
  ): Law<Modules>;
} = (claim: string, first: unknown, second?: unknown) => {
  // The signatures above say which of the two it is.
  const [moduleName, holds] = second === undefined ? [undefined, first] : [first as string, second];
  return { kind: "execution" as const, claim, moduleName, holds: holds as Holds<ExecutionFacts> };
};

/**
 * A law of whole experiments: what their modules put out, from the first to the last.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("halves")
 *   .module("Loader", { run: () => 8 })
 *   .module("Halver", { run: ({ input }) => input.data / 2 });
 * await checkWorkflow(workflow, {
 *   laws: [pathLaw("is half of it", ({ outputs }) => outputs.Loader === 2 * outputs.Halver)],
 *   runs: 20,
 * });
 * ```
 */
export const pathLaw = <Modules extends readonly ModuleType[]>(
  claim: string,
  holds: Holds<PathFacts<Modules>>,
): Law<Modules> => ({ kind: "path", claim, holds });
