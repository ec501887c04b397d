/**
 * Packs the library, which builds it, checks the tarball's exports and types, installs it into an empty project as a user
 * would, imports every entry and runs the bin.
 *
 * Peers are installed at the versions of this repository, so that the check says something about this commit alone.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { bundlePage, external, sent } from "./bundle-page.ts";

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const project = mkdtempSync(join(tmpdir(), "runstate-packed-"));

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const expectEqual = (what: string, found: string, expected: string): void => {
  if (found !== expected)
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  console.log(`ok ${what}`);
};

try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", project], root)) as {
    readonly filename: string;
    readonly unpackedSize: number;
    readonly entryCount: number;
  }[];
  if (packed === undefined) throw new Error("npm pack made nothing");
  console.log(`packed ${packed.filename}: ${packed.entryCount} files, ${Math.round(packed.unpackedSize / 1024)} KiB`);
  const tarball = join(project, packed.filename);

  // Given the folder, each would pack it anew, and packing builds.
  execFileSync("publint", ["--strict", tarball], { cwd: root, stdio: "inherit" });
  execFileSync("attw", [tarball, "--profile", "esm-only"], { cwd: root, stdio: "inherit" });

  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  const peers = Object.keys(manifest.peerDependencies).map((name) => `${name}@${manifest.devDependencies[name] ?? ""}`);
  run("npm", ["install", "--no-audit", "--no-fund", tarball, ...peers], project);

  const entries = Object.keys(manifest.exports).filter((entry) => entry !== "./package.json");
  const importAll = entries.map((entry) => `await import("runstate${entry.slice(1)}");`).join(" ");
  run(process.execPath, ["--input-type=module", "--eval", importAll], project);
  console.log(`ok imports ${entries.map((entry) => `runstate${entry.slice(1)}`).join(", ")}`);

  const use = `
    import { defineWorkflow, Executor } from "runstate";
    import { runMachine } from "runstate/machines";
    const workflow = defineWorkflow("packed").module("Loader", { run: () => [{ n: 1 }] });
    const executor = new Executor({ workflow, config: { Loader: { one: {} } } });
    const outcome = await executor.run();
    console.log(outcome.state, runMachine.id, executor.getResult("Loader[one]").schema.fields[0].type);`;
  expectEqual(
    "runs a workflow",
    run(process.execPath, ["--input-type=module", "--eval", use], project).trim(),
    "Completed run int64",
  );

  writeFileSync(join(project, "square.mjs"), "export default ({ params }) => params.n ** 2;");
  const inThread = `
    import { defineWorkflow, Executor, fromFile } from "runstate";
    import { workers } from "runstate/workers";
    const file = new URL("square.mjs", ${JSON.stringify(pathToFileURL(join(project, "/")).href)});
    const workflow = defineWorkflow("packed").module("Square", { run: fromFile(file) });
    const executor = new Executor({ workflow, config: { Square: { three: { n: 3 } } }, engine: workers(1) });
    await executor.run();
    console.log(executor.getResult("Square[three]").data);`;
  expectEqual(
    "runs a module in a worker thread",
    run(process.execPath, ["--input-type=module", "--eval", inThread], project).trim(),
    "9",
  );

  const page = await bundlePage(project, 'export { defineWorkflow, Executor } from "runstate";', [
    external.node,
    external.peers,
  ]);
  expectEqual("a page fetches what carries out runs with the first", String(page.withRun.length > 0), "true");
  console.log(`ok a page fetches ${sent(page.first)} bytes at first, and ${sent(page.withRun)} with the first run`);

  const bin = join(project, "node_modules", ".bin", "runstate");
  const [version = ""] = /\d+\.\d+\.\d+\S*/u.exec(run(bin, ["--version"], project)) ?? [];
  expectEqual("runs the bin", version, manifest.version);
} finally {
  rmSync(project, { recursive: true, force: true });
}
