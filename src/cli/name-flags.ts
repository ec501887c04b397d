import { Flag } from "effect/cli";

const name = (flag: string, metavar: string, what: string) =>
  Flag.String(flag).pipe(Flag.withMetavar(metavar), Flag.withDescription(`Only of this ${what}`), Flag.optional);

/** Flags that narrow down a list, by exact names. */
export const nameFlags = {
  module: name("module", "MODULE", "module"),
  experiment: name("experiment", "EXPERIMENT", "experiment of a module, by its name"),
  key: name("key", "KEY", "execution, by its key: Loader[adult]_Preprocessor[scaled]"),
};
