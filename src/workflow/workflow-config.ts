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
