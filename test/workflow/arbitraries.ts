import * as fc from "fast-check";
import { checkExperimentName, checkModuleName } from "../../src/workflow/names.ts";

/** Texts made of what the key format is made of, so that ambiguous names are likely, mixed with any Unicode. */
const anyName = fc.oneof(
  fc.string({ unit: fc.constantFrom("[", "]", "_", "a", "1", "-", " "), minLength: 1, maxLength: 8 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "then",
    "toString",
    "10",
    "2",
    "1",
    "method",
    "repeat",
    "null",
    "~",
    "<<",
    "no",
  ),
);

export const moduleName = anyName.filter((name) => checkModuleName(name) === undefined);
export const experimentName = anyName.filter((name) => checkExperimentName(name) === undefined);

const nfc = (name: string): string => name.normalize("NFC");

/** Values JSON says exactly: no −0, and no integers over 15 digits, printed by JavaScript with digits they do not have. */
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.stringify(value))
  .filter((text) => !/\d{16}/u.test(text))
  .map((text): unknown => JSON.parse(text));

/** Params as YAML and JSON can both say them. */
const params = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 6 }).filter((key) => !["__proto__", "repeat", "<<"].includes(key)),
  json,
  { maxKeys: 3 },
);

/** Modules and experiments in any order, by any legal names, as pairs. */
export const configEntries = fc.uniqueArray(
  fc.tuple(
    moduleName,
    fc.uniqueArray(fc.tuple(experimentName, params), { minLength: 1, maxLength: 4, selector: ([name]) => nfc(name) }),
  ),
  { minLength: 1, maxLength: 4, selector: ([name]) => nfc(name) },
);

/** Modules of a plan: distinct names, small numbers of experiments. */
export const plannedModules = configEntries.map((entries) =>
  entries.map(([name, experiments]) => ({
    moduleName: name,
    experiments: experiments.map(([experiment]) => experiment),
  })),
);
