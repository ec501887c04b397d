import type { ConfigDocument } from "./config-document.ts";
import type { ConfigEntries } from "./config.ts";
import type { LastData, ModuleType } from "./define-workflow.ts";
import type { ExecutorSection } from "./executor-section.ts";

/** A config as an object literal, its params checked against each module's schema by the compiler. */
export type ConfigLiteral<Modules extends readonly ModuleType[]> = {
  readonly [Module in Modules[number] as Module["name"]]: {
    readonly [experimentName: string]: Module["params"] & { readonly repeat?: number };
  };
} & { readonly Executor?: ExecutorSection };

/** Every way to give a workflow its config; only a literal lets the compiler know the experiment keys. */
export type ConfigFor<Modules extends readonly ModuleType[]> =
  | ConfigLiteral<Modules>
  | ReadonlyMap<string, unknown>
  | ConfigEntries
  | ConfigDocument;

/**
 * A config as it has to be, made such that the compiler tells what is wrong with one at its place, and in words.
 *
 * As the constraint of a type parameter, {@link ConfigFor} would be told whole: all types of the workflow, and a union.
 */
export type CheckedConfig<Modules extends readonly ModuleType[], Config> = Config extends Opaque
  ? Config
  : Config extends { readonly then: Method }
    ? "a Promise of a config has to be awaited"
    : Config extends { readonly pipe: Method }
      ? "an Effect of a config has to be run first"
      : Config extends object
        ? CheckedLiteral<Modules, Config>
        : ConfigLiteral<Modules>;

type Method = (...args: never) => unknown;

type CheckedLiteral<Modules extends readonly ModuleType[], Config> = [Refused<Modules, Config>] extends [never]
  ? [Missing<Modules, Config>] extends [never]
    ? ConfigLiteral<Modules>
    : // The rest is for editors, which propose names and params while the config is being written.
      ModulesToConfigure<Missing<Modules, Config>> & Partial<ConfigLiteral<Modules>>
  : {
      readonly [Name in Refused<Modules, Config>]: Refusal<Modules, Name>;
    } & Partial<Omit<ConfigLiteral<Modules>, Refused<Modules, Config>>>;

type ModuleName<Modules extends readonly ModuleType[]> = Modules[number]["name"];

/** Names of modules that the workflow does not have, or that have no experiment. */
type Refused<Modules extends readonly ModuleType[], Config> = {
  [Name in keyof Config & string]: string extends Name | ModuleName<Modules>
    ? never
    : Name extends ModuleName<Modules>
      ? [keyof Config[Name]] extends [never]
        ? Name
        : never
      : Exclude<Name, "Executor">;
}[keyof Config & string];

type Refusal<Modules extends readonly ModuleType[], Name extends string> =
  Name extends ModuleName<Modules>
    ? `${Name} has no experiment`
    : `the workflow has no module ${Name}: it has ${Listed<Modules>}`;

type Missing<Modules extends readonly ModuleType[], Config> = Exclude<ModuleName<Modules>, keyof Config>;

/** For people to read: Property 'Reporter' is missing in type …, but required in type 'ModulesToConfigure<"Reporter">'. */
type ModulesToConfigure<Names extends string> = { readonly [Name in Names]: object };

/** The names of some modules, in order, with commas between. */
type Listed<Modules extends readonly ModuleType[]> = Modules extends readonly [infer Only extends ModuleType]
  ? Only["name"]
  : Modules extends readonly [infer First extends ModuleType, ...infer Rest extends readonly ModuleType[]]
    ? `${First["name"]}, ${Listed<Rest>}`
    : string;

type Opaque = ReadonlyMap<string, unknown> | ConfigEntries | ConfigDocument;

/** Name_[N-1] … Name_[N-N] for N below 10, where no padding is needed; any text in the place of the number above. */
type Repeated<Name extends string, N extends number> = `${N}` extends `${infer Digit extends Digits}`
  ? `${Name}_[${Digit}-${OneTo<Digit>}]`
  : `${Name}_[${N}-${string}]`;
type Digits = "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type OneTo<Digit extends Digits> = Below[Digit];
interface Below {
  "1": "1";
  "2": Below["1"] | "2";
  "3": Below["2"] | "3";
  "4": Below["3"] | "4";
  "5": Below["4"] | "5";
  "6": Below["5"] | "6";
  "7": Below["6"] | "7";
  "8": Below["7"] | "8";
  "9": Below["8"] | "9";
}

type ExperimentNames<Experiments> = {
  [Name in keyof Experiments & (string | number)]: Experiments[Name] extends { readonly repeat: infer N extends number }
    ? Repeated<`${Name}`, N>
    : `${Name}`;
}[keyof Experiments & (string | number)];

type Steps<Module extends ModuleType, Config> = Module["name"] extends keyof Config
  ? `${Module["name"]}[${ExperimentNames<Config[Module["name"]]>}]`
  : never;

type Keys<Modules extends readonly ModuleType[], Config> = Modules extends readonly [infer Only extends ModuleType]
  ? Steps<Only, Config>
  : Modules extends readonly [infer First extends ModuleType, ...infer Rest extends readonly ModuleType[]]
    ? `${Steps<First, Config>}_${Keys<Rest, Config>}`
    : string;

/**
 * The keys of all experiments of a workflow with a config: a union of literals when the config is a literal, so that
 * a misspelt key does not compile; `string` for a config the compiler cannot see into.
 */
export type ExperimentKeyOf<Modules extends readonly ModuleType[], Config> = [Config] extends [Opaque]
  ? string
  : Keys<Modules, Config>;

/** The data an experiment ends with. */
export type ExperimentData<Modules extends readonly ModuleType[]> = LastData<Modules>;
