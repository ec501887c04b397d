/**
 * Turns the whole kit on the library beside it, and says in JSON, on one line, what it found: `null` for nothing.
 *
 * A mutant is killed when something is found.
 */
import { parseArgs } from "node:util";

import { allChecks } from "./checks/all-checks.ts";
import { valueChecks } from "./checks/value-checks.ts";
import type { Finding } from "./checks/check.ts";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, fast: { type: "boolean", default: false } },
});

const firstFinding = async (): Promise<(Finding & { readonly check: string }) | null> => {
  for (const { name, find } of values.fast ? valueChecks : allChecks) {
    const startedMs = performance.now();
    const finding = await find(Number(values.seed));
    if (finding !== undefined) return { check: name, ...finding };
    process.stderr.write(`${name}: holds, ${Math.round(performance.now() - startedMs)} ms\n`);
  }
  return null;
};

process.stdout.write(`${JSON.stringify(await firstFinding())}\n`);
