/** What the compiler says of a mistake: at its place, and in words. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

import { typeErrors } from "../docs/type-check.ts";

const given = `import { z } from "zod";
import { defineWorkflow, Executor, readConfigFile } from "../../../../src/index.ts";
const Fit = z.object({ rate: z.number().default(0.1), loss: z.enum(["l1", "l2"]).optional(), grid: z.object({ k: z.number() }).optional() });
const workflow = defineWorkflow("told")
  .module("Loader", { params: z.object({ path: z.string() }), run: ({ params }) => [{ path: params.path }] })
  .module("Trainer", { params: Fit, run: ({ input }) => input.data.length })
  .module("Reporter", { run: ({ input }) => String(input.data) });
const config = { Loader: { a: { path: "a.csv" } }, Trainer: { t: {} }, Reporter: { r: {} } } as const;
const executor = new Executor({ workflow, config });
`;

const params =
  '{ rate?: number | undefined; loss?: "l1" | "l2" | undefined; grid?: { k: number; } | undefined; } & { readonly repeat?: number; }';

const cases: readonly (readonly [mistake: string, code: string, said: string | RegExp])[] = [
  [
    "a second module of one name",
    'workflow.module("Loader", { run: () => 1 });',
    `Argument of type '"Loader"' is not assignable to parameter of type '"the workflow has a module Loader already"'.`,
  ],
  [
    "a config without a module",
    'new Executor({ workflow, config: { Loader: { a: { path: "" } }, Trainer: { t: {} } } });',
    "Property 'Reporter' is missing in type '{ Loader: { a: { path: string; }; }; Trainer: { t: {}; }; }' but required in type 'ModulesToConfigure<\"Reporter\">'.",
  ],
  [
    "a misspelt module",
    "new Executor({ workflow, config: { ...config, Trianer: { t: {} } } });",
    `Type '{ t: {}; }' is not assignable to type '"the workflow has no module Trianer: it has Loader, Trainer, Reporter"'.`,
  ],
  [
    "a misspelt module in the place of the right one",
    'new Executor({ workflow, config: { Loader: { a: { path: "" } }, Trianer: { t: {} }, Reporter: { r: {} } } });',
    `Type '{ t: {}; }' is not assignable to type '"the workflow has no module Trianer: it has Loader, Trainer, Reporter"'.`,
  ],
  [
    "a module without experiments",
    "new Executor({ workflow, config: { ...config, Trainer: {} } });",
    `Type '{}' is not assignable to type '"Trainer has no experiment"'.`,
  ],
  [
    "a config that was not awaited",
    "new Executor({ workflow, config: Promise.resolve(config) });",
    /is not assignable to type '"a Promise of a config has to be awaited"'.$/u,
  ],
  [
    "a config that is still to be read",
    'new Executor({ workflow, config: readConfigFile("config.yaml") });',
    /is not assignable to type '"an Effect of a config has to be run first"'.$/u,
  ],
  [
    "a misspelt param",
    "new Executor({ workflow, config: { ...config, Trainer: { t: { rates: 1 } } } });",
    `Object literal may only specify known properties, but 'rates' does not exist in type '${params}'. Did you mean to write 'rate'?`,
  ],
  [
    "a param that the schema does not know, beside one that it knows",
    "new Executor({ workflow, config: { ...config, Trainer: { t: { rate: 1, seed: 42 } } } });",
    `Object literal may only specify known properties, and 'seed' does not exist in type '${params}'.`,
  ],
  [
    "a param within params that the schema does not know",
    "new Executor({ workflow, config: { ...config, Trainer: { t: { grid: { k: 1, j: 2 } } } } });",
    "Object literal may only specify known properties, and 'j' does not exist in type '{ k: number; }'.",
  ],
  [
    "a param of another type",
    'new Executor({ workflow, config: { ...config, Trainer: { t: { rate: "high" } } } });',
    "Type 'string' is not assignable to type 'number'.",
  ],
  [
    "a param that is missing",
    "new Executor({ workflow, config: { ...config, Loader: { a: {} } } });",
    "Property 'path' is missing in type '{}' but required in type '{ path: string; }'.",
  ],
  [
    "a misspelt option of the config",
    "new Executor({ workflow, config: { ...config, Executor: { concurency: 3 } } });",
    "Object literal may only specify known properties, but 'concurency' does not exist in type 'ExecutorSection'. Did you mean to write 'concurrency'?",
  ],
  [
    "a module that writes to a list it was given",
    'workflow.module("Sorter", { run: ({ upstream }) => upstream("Loader").data.sort() });',
    "Property 'sort' does not exist on type 'readonly { path: string; }[]'.",
  ],
  [
    "a misspelt key",
    'executor.getResult("Loader[b]_Trainer[t]_Reporter[r]");',
    `Argument of type '"Loader[b]_Trainer[t]_Reporter[r]"' is not assignable to parameter of type '"Loader[a]_Trainer[t]_Reporter[r]"'.`,
  ],
  [
    "a misspelt module in a question",
    'executor.status.getSnapshots({ moduleName: "Lodaer" });',
    `Type '"Lodaer"' is not assignable to type '"Loader" | "Reporter" | "Trainer" | undefined'. Did you mean '"Loader"'?`,
  ],
];

const parent = join(import.meta.dirname, ".messages");
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, "run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const [at, [, code]] of cases.entries()) writeFileSync(join(folder, `case-${at}.ts`), `${given}${code}\n`);
const errors = await typeErrors(
  folder,
  cases.map((_, at) => `case-${at}.ts`),
);

test.each(cases.map(([mistake, , said], at) => [mistake, said, at] as const))(
  "the compiler tells, in one error of at most two lines: %s",
  (_, said, at) => {
    const [error = "nothing", ...more] = errors.get(`case-${at}.ts`) ?? [];
    const lines = error.split("\n").map((line) => line.trim().replace(/^line \d+: error TS\d+: /u, ""));
    expect(more).toEqual([]);
    expect(lines.at(-1)).toMatch(said);
    expect(lines.length).toBeLessThan(3);
  },
);
