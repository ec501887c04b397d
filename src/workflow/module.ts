import type * as Effect from "effect/Effect";

import type { ChangeHints } from "../schema/change-hints.ts";
import type { Json, Schema } from "../schema/schema.ts";
import type { ModulePolicy } from "./module-policy.ts";
import type { ParamsOf, ParamsSchema } from "./params-schema.ts";
import type { ReusePolicy } from "./reuse-policy.ts";

/** A module's data, and the schema it was recorded with; null when the data is no frame. */
export interface Tracked<Data> {
  readonly data: Data;
  readonly schema: Schema | null;
}

/**
 * Data that is shared with others: a list cannot be written to. What is in it is frozen too, and keeps its own type: a deep
 * copy of a type is another than that of a class, and without end for one that refers to itself.
 */
export type Shared<Data> = Data extends readonly unknown[] ? Readonly<Data> : Data;

/** Which repetition of an experiment this is, for experiments with `repeat: N`. */
export interface Repetition {
  /** 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** What a module's `run` is given. */
export interface ModuleArgs<Params, Input, Upstream> {
  /** Decoded, deep-frozen, and this execution's own. */
  readonly params: Params;
  /** The result of the module before; its data is undefined for the first module. Frozen: copy before changing it. */
  readonly input: Tracked<Shared<Input>>;
  /** The result of any module before this one on the path; frozen likewise. */
  readonly upstream: <Name extends keyof Upstream & string>(moduleName: Name) => Tracked<Shared<Upstream[Name]>>;
  readonly moduleName: string;
  readonly experimentName: string;
  /** The path from the first module to this one. */
  readonly experimentKey: string;
  readonly repeat: Repetition | undefined;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the run is cancelled. Made when it is asked for, so `{ ...args }` has none: hand it over by its name. */
  readonly signal: AbortSignal;
  /** Times a part of the work; gives back what `work` gives back, be it a value, a Promise or an Effect. */
  readonly step: <Result>(name: string, work: () => Result) => Result;
  /** Adds to the context of the execution's snapshot. */
  readonly annotate: (annotations: Readonly<Record<string, Json>>) => void;
  /** Tells the change tracker what a comparison of schemas cannot know: renamed columns, and what columns derive from. */
  readonly declare: (hints: ChangeHints) => void;
}

/** What a module does in one execution: returns data, `{ data, schema }`, a Promise or an Effect of either. */
export type ModuleRun<Params, Input, Upstream, Output> = (args: ModuleArgs<Params, Input, Upstream>) => Output;

/** One module of a workflow, as it was defined. */
export interface ModuleDefinition<
  Params extends ParamsSchema | undefined,
  Input,
  Upstream,
  Output,
> extends ModulePolicy {
  /** Any Standard Schema, or an effect Schema; without one, params are passed as they are in the config. */
  readonly params?: Params;
  readonly run: ModuleRun<ParamsOf<Params>, Input, Upstream, Output>;
  /**
   * Takes over the result of an earlier run of the store when it was made from the same; `true` for a module that
   * depends on its params and input alone. Without a store it does nothing. Default: off.
   */
  readonly reuse?: boolean | ReusePolicy<ParamsOf<Params>, keyof Upstream & string>;
}

/** A module whose types are known to its workflow only: what runs it hands it what the workflow's types promise. */
export interface AnyModule extends ModulePolicy {
  readonly moduleName: string;
  readonly params: ParamsSchema | undefined;
  readonly run: ModuleRun<unknown, unknown, Readonly<Record<string, unknown>>, unknown>;
  readonly reuse?: boolean | ReusePolicy<unknown, string>;
}

type Settled<Output> = Output extends Effect.Effect<infer Success, unknown, unknown> ? Success : Awaited<Output>;

/** The data in what a module returns. */
export type DataOf<Output> =
  Settled<Output> extends { readonly data: infer Data; readonly schema: Schema | null } ? Data : Settled<Output>;

/** The Effect services a module needs. */
export type RequirementsOf<Output> =
  Output extends Effect.Effect<unknown, unknown, infer Requirements> ? Requirements : never;
