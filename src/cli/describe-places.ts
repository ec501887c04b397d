import { parseExperimentKey } from "../workflow/experiment-key.ts";
import { clip } from "./clip.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { printable } from "./printable.ts";

const [mostNames, longestName] = [2, 28];

/** The experiments on the way to some executions: for each module of the sequence, the names that occur. */
export type PathNames = readonly ReadonlySet<string>[];

/** The names that occur on the paths of some keys, module by module. */
export const pathNames = (keys: readonly string[]): PathNames => {
  const names: Set<string>[] = [];
  for (const key of keys)
    for (const [depth, [, experimentName]] of (parseExperimentKey(key) ?? []).entries())
      (names[depth] ??= new Set()).add(experimentName);
  return names;
};

/**
 * Says which of several executions some are, by the experiments that tell them from the others: `all 8`,
 * `scaled › marginals/privacy`. Where no combination of names is exactly those, their number is said too.
 */
export const describePlaces = (keys: readonly string[], all: readonly string[]): string => {
  if (keys.length === all.length) return `all ${formatCount(all.length)}`;
  const [here, everywhere] = [pathNames(keys), pathNames(all)];
  const parts = here.flatMap((names, depth) =>
    names.size < (everywhere[depth]?.size ?? 0) ? [listNames(Array.from(names))] : [],
  );
  const product = here.reduce((count, names) => count * names.size, 1);
  const number = `${formatCount(keys.length)} of ${countOf(all.length, "execution")}`;
  if (parts.length === 0) return number;
  return product === keys.length ? parts.join(" › ") : `${parts.join(" › ")} (${number})`;
};

const listNames = (names: readonly string[]): string => {
  const named = names.slice(0, mostNames).map((name) => clip(printable(name), longestName));
  const more = names.length - named.length;
  return more > 0 ? `${named.join("/")}/… ${formatCount(more)} more` : named.join("/");
};

/** The experiments above an execution that tell it from others of its module: `scaled › holdout_[2-1]`. */
export const describeAbove = (key: string, everywhere: PathNames): string =>
  (parseExperimentKey(key) ?? [])
    .slice(0, -1)
    .flatMap(([, experimentName], depth) =>
      (everywhere[depth]?.size ?? 0) > 1 ? [clip(printable(experimentName), longestName)] : [],
    )
    .join(" › ");
