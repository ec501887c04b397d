import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { defineCase } from "../harness/bench-case.ts";
import { told } from "../harness/meters.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const processes = 5;
let built = "";

/** Compiles the library as it is published, to where it finds its packages. */
const prepare = (): void => {
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  built = mkdtempSync(join(cache, "runstate-bench-"));
  writeFileSync(join(built, "package.json"), '{ "type": "module" }');
  execFileSync("tsc", ["-p", "tsconfig.build.json", "--outDir", built], { cwd: root, stdio: "inherit" });
  process.on("exit", () => rmSync(built, { recursive: true, force: true }));
};

/** CPU time of a fresh process's thread for one import, µs: reading, compiling, evaluating. */
const importTime = (specifier: string): number => {
  const source = `
    const before = process.threadCpuUsage();
    await import(${JSON.stringify(specifier)});
    const { user, system } = process.threadCpuUsage(before);
    console.log(user + system);`;
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < processes; n++) {
    const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", source], { cwd: root });
    least = Math.min(least, Number(printed.toString()));
  }
  return least;
};

const runstate = (): number => importTime(pathToFileURL(join(built, "src", "index.js")).href);

export default defineCase({
  title: 'CPU time of `import "runstate"` as published, in a fresh process',
  prepare,
  subjects: {
    runstate: { meter: told, operations: 1, work: runstate },
    xstate: { meter: told, operations: 1, work: () => importTime("xstate") },
    effect: { meter: told, operations: 1, work: () => importTime("effect") },
  },
  figures: [
    { label: 'to `import "xstate"`', unit: "×", of: (took) => took.runstate / took.xstate },
    { label: 'to `import "effect"`, which it imports', unit: "×", of: (took) => took.runstate / took.effect },
    { label: "alone", unit: "ms", of: (took) => took.runstate / 1000 },
  ],
});
