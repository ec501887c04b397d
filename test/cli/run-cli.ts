import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";

import { bundledCli } from "./bundled-cli.ts";

export const behaving: string = resolve(import.meta.dirname, "fixtures/behaving.ts");

/** A folder of this test file, removed with the system's other temporary files. */
const folder = mkdtempSync(join(tmpdir(), "runstate-cli-"));
let files = 0;

/** Writes a file with a name of its own; gives its path. */
export const file = (ending: string, text: string): string => {
  const path = newPath(ending);
  writeFileSync(path, text);
  return path;
};

export const newPath = (ending: string): string => join(folder, `${++files}${ending}`);

/** A config of the behaving workflow. */
export const config = (worker: Readonly<Record<string, object>>): string =>
  file(".json", JSON.stringify({ Loader: { two: {} }, Worker: worker, Reporter: { sum: {} } }));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds the text. */
  readonly says: (text: string) => Promise<void>;
}

/**
 * Starts the command line as a process of its own, without colours asked for from outside. A run is kept only where
 * the test says: not in the folder the tests are started in.
 */
export const startCli = (given: readonly string[], nodeOptions: readonly string[] = []): CliProcess => {
  const args = given[0] === "run" && !given.includes("--store") ? [...given, "--no-store"] : given;
  const { FORCE_COLOR: _color, NO_COLOR: _noColor, ...env } = process.env;
  return followed(
    spawn(process.execPath, [...nodeOptions, bundledCli, ...args], { env, stdio: ["ignore", "pipe", "pipe"] }),
  );
};

const followed = (child: ChildProcessByStdio<null, Readable, Readable>): CliProcess => {
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const says = async (text: string): Promise<void> => {
    while (!stderr.includes(text)) await once(child.stderr, "data");
  };
  const ended = new Promise<Ended>((settle) => {
    child.on("close", (code, signal) => settle({ code, signal, stdout, stderr }));
  });
  return { child, ended, says };
};

/** As {@link runCli}, with stdout written to a file, and files of at most so many KiB. */
export const runCliInto = (path: string, args: readonly string[], limit = "unlimited"): Promise<Ended> => {
  const shell = `ulimit -f ${limit}; exec "$@" > ${path}`;
  const child = spawn("bash", ["-c", shell, "-", process.execPath, bundledCli, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return followed(child).ended;
};

export const runCli = (...args: readonly string[]): Promise<Ended> => startCli(args).ended;

/** A summary without what differs from run to run: ids, times and durations, and which module was the slowest. */
export const withoutTimes = (text: string): string =>
  text
    .replace(/Slowest modules\n[^]*?\n\n/u, "")
    .replaceAll(/\d{8}T\d{6}-\w+/gu, "RUN")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "WHEN")
    .replaceAll(/\d+(\.\d+)? (ms|s|min \d\d s)\b/gu, "TIME")
    .replaceAll(/ +(?=TIME)/gu, "  ");
