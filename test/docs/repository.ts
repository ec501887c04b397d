/** The files the documentation is checked against. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder everything else is named from. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What `runstate` and its other entries stand for while they are not built. */
export const entries = {
  runstate: "src/index.ts",
  "runstate/machines": "machines/index.ts",
  "runstate/sqlite": "src/store/sqlite/index.ts",
  "runstate/workers": "src/engine/index.ts",
  "runstate/inspector": "src/inspector/index.ts",
  "runstate/testing": "src/testing/index.ts",
} as const;

/** The text of a file, named from the root. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The guides, and the README when there is one. */
export const guides: readonly string[] = [
  ...(existsSync(join(root, "README.md")) ? ["README.md"] : []),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** The files git knows of. */
export const trackedFiles = (): readonly string[] =>
  execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));

const importedBy = (file: string): readonly string[] =>
  Array.from(read(file).matchAll(/^(?:import|export|\}) ?[^;]*?from "(\.[^"]+)";$/gmu), ([, specifier = ""]) =>
    relative(root, resolve(root, dirname(file), specifier)),
  );

const reach = (file: string, reached: Set<string>): Set<string> => {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const imported of importedBy(file)) if (imported.endsWith(".ts")) reach(imported, reached);
  return reached;
};

/** Every source file behind the public entries, types included. */
export const publicSources: readonly string[] = [
  ...Object.values(entries).reduce((reached, entry) => reach(entry, reached), new Set<string>()),
].toSorted();
