import { readFileSync } from "node:fs";
import { decodeParams } from "../../../src/workflow/params-schema.ts";
import { describeSchema } from "../../../src/schema/describe-schema.ts";
import { decodeConfig } from "../../../src/workflow/config.ts";
import { parseConfigYaml } from "../../../src/workflow/config-yaml.ts";
import type { Workflow } from "../../../src/workflow/define-workflow.ts";
import type { Tracked } from "../../../src/workflow/module.ts";

/** What one module gave on one path. */
export interface Visit {
  readonly path: readonly string[];
  readonly moduleName: string;
  readonly result: Tracked<unknown>;
  readonly milliseconds: number;
  readonly derived: unknown;
}

/** Runs every module on every path, depth first, handing on deep-frozen results as an executor does. */
export async function runAllPaths({ modules }: Pick<Workflow, "modules">, configFile: URL): Promise<readonly Visit[]> {
  const config = decodeConfig(parseConfigYaml(readFileSync(configFile, "utf8")));
  const visits: Visit[] = [];

  const visit = async (
    depth: number,
    path: readonly string[],
    results: Readonly<Record<string, Tracked<unknown>>>,
  ): Promise<void> => {
    const module = modules[depth];
    const section = config.modules[depth];
    if (module === undefined || section === undefined) return;
    for (const { experimentName, params, repeat } of section.experiments) {
      const decoded = await decodeParams(module.params, params, [module.moduleName, experimentName]);
      if ("issues" in decoded) throw new Error(JSON.stringify(decoded.issues));
      const key = [...path, `${module.moduleName}[${experimentName}]`];
      let derived: unknown;
      const started = performance.now();
      const output = module.run({
        params: decoded.params,
        input: results[modules[depth - 1]?.moduleName ?? ""] ?? { data: undefined, schema: null },
        upstream: (name) => results[name] as Tracked<unknown>,
        moduleName: module.moduleName,
        experimentName,
        experimentKey: key.join("_"),
        repeat,
        attempt: 1,
        signal: new AbortController().signal,
        step: (_, work) => work(),
        annotate: () => undefined,
        declare: (hints) => {
          derived = hints;
        },
      });
      const milliseconds = performance.now() - started;
      const result = deepFreeze(isTracked(output) ? output : { data: output, schema: describeSchema(output) });
      visits.push({ path: key, moduleName: module.moduleName, result, milliseconds, derived });
      await visit(depth + 1, key, { ...results, [module.moduleName]: result });
    }
  };
  await visit(0, [], {});
  return visits;
}

const isTracked = (output: unknown): output is Tracked<unknown> =>
  typeof output === "object" && output !== null && "data" in output && "schema" in output;

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
