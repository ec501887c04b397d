/** One run of the compiler over all blocks. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./repository.ts";

/** The compiler's complaints by file name, each with the line of the block it is about. */
export const typeErrors = async (folder: string, files: readonly string[]): Promise<ReadonlyMap<string, string[]>> => {
  const project = {
    extends: join(root, "tsconfig.json"),
    // A block shows what can be had, and need not use it.
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false, types: ["node"] },
    include: [],
    files,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const output = await compile(join(folder, "tsconfig.json"));
  const errors = new Map<string, string[]>();
  for (const [, path = "", line = "", message = ""] of output.matchAll(/^(\S[^(]*)\((\d+),\d+\): (.*(?:\n +.*)*)/gmu)) {
    const file = path.split("/").at(-1) ?? path;
    const said = `line ${Number(line) - 1}: ${message}`;
    errors.set(file, [...(errors.get(file) ?? []), said]);
  }
  if (errors.size === 0 && output.trim() !== "") throw new Error(output);
  return errors;
};

const compile = (project: string): Promise<string> =>
  new Promise((resolve) => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFile(process.execPath, [tsc, "-p", project, "--pretty", "false"], { cwd: root }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
