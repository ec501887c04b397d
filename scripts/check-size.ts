/**
 * What `import "runstate"` weighs in a page: bundled and minified, its peers left out, as gzip sends it.
 *
 * Says which packages and files the bytes come from, by the source map, and what each alone adds to the gzipped size:
 * the whole less what is left once its bytes are cut out. `--all` lists every file. Exits with 1 over a limit: what it
 * weighed when it last grew on purpose. The goal is where it should go.
 */
import { SourceMap } from "node:module";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "vite";

const goal = 20_000;
const limits = { everything: 95_500, running: 54_500 };
const shown = process.argv.includes("--all") ? Number.POSITIVE_INFINITY : 15;

const root = join(import.meta.dirname, "..");
const entry = "\0entry";
const nodeModules = /^node:/u;
const peers = /^(?:effect|xstate)(?:\/|$)/u;

interface Bundle {
  readonly code: string;
  readonly map: SourceMap;
}

/** One minified file of what a page with this source needs. */
const bundle = async (source: string, external: readonly RegExp[]): Promise<Bundle> => {
  const built = await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    build: {
      write: false,
      target: "es2024",
      modulePreload: false,
      sourcemap: true,
      rolldownOptions: {
        input: entry,
        external: [...external],
        preserveEntrySignatures: "strict",
        output: { format: "es", codeSplitting: false },
      },
    },
  });
  const outputs = [built].flat().flatMap((each) => ("output" in each ? each.output : []));
  for (const output of outputs)
    if (output.type === "chunk" && output.map !== null)
      return { code: output.code, map: new SourceMap({ ...output.map, file: output.fileName, sourceRoot: "" }) };
  throw new Error("vite made no bundle with a source map");
};

const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length;

/** The pieces of the bundle each source gave, by the name of the source as `name` says it. */
const piecesOf = ({ code, map }: Bundle, name: (source: string) => string): readonly (readonly [string, string])[] => {
  const pieces: [string, string][] = [];
  for (const [line, text] of code.split("\n").entries()) {
    for (let column = 0; column < text.length; column++) {
      const found = map.findEntry(line, column);
      // Node gives undefined for what maps to no source.
      const original = "originalSource" in found ? (found.originalSource as string | undefined) : undefined;
      const source = original === undefined ? "(made by the bundler)" : name(original);
      const last = pieces.at(-1);
      if (last?.[0] === source) last[1] += text[column];
      else pieces.push([source, text[column] ?? ""]);
    }
  }
  return pieces;
};

interface Contribution {
  readonly source: string;
  readonly minified: number;
  /** Less than its share: what it has in common with the rest stays with the rest. */
  readonly saves: number;
}

const contributions = (bundled: Bundle, name: (source: string) => string, most: number): readonly Contribution[] => {
  const pieces = piecesOf(bundled, name);
  const whole = gzipped(bundled.code);
  const without = (source: string): number =>
    gzipped(pieces.flatMap(([from, text]) => (from === source ? [] : text)).join(""));
  const minified = Array.from(
    Map.groupBy(pieces, ([source]) => source),
    ([source, own]) => ({ source, minified: own.reduce((total, [, text]) => total + text.length, 0) }),
  );
  const largest = minified.toSorted((a, b) => b.minified - a.minified).slice(0, most);
  return largest.map(({ source, minified: own }) => ({ source, minified: own, saves: whole - without(source) }));
};

const fileOf = (source: string): string => relative(root, join(root, "x", "y", source)).replace(/^(?:\.\.\/)+/u, "");
const groupOf = (source: string): string => {
  const file = fileOf(source);
  const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file) ?? [];
  return (
    inPackage ??
    file
      .split("/")
      .slice(0, file.startsWith("src/") ? 2 : 1)
      .join("/")
  );
};

const columns = (minified: number | string, gzip: number | string): string =>
  `${String(minified).padStart(10)}${String(gzip).padStart(9)}`;

const print = (title: string, bundled: Bundle, name: (source: string) => string, most: number): void => {
  console.log(`\n${title}\n${columns("minified", "gzip")}`);
  for (const { source, minified, saves } of contributions(bundled, name, most))
    console.log(`${columns(minified, saves)}  ${source}`);
};

const index = JSON.stringify(join(root, "src", "index.ts"));
const everything = `export * from ${index};`;
const running = `export { defineWorkflow, Executor } from ${index};`;
const core = await bundle(everything, [nodeModules, peers]);
const runner = await bundle(running, [nodeModules, peers]);

print('import * from "runstate", by package and folder', core, groupOf, Number.POSITIVE_INFINITY);
print(
  'import { defineWorkflow, Executor } from "runstate", by package and folder',
  runner,
  groupOf,
  Number.POSITIVE_INFINITY,
);
print("import *, the largest files", core, fileOf, shown);
print("import { defineWorkflow, Executor }, the largest files", runner, fileOf, shown);

console.log(`\n${columns("minified", "gzip")}`);
for (const [what, { code }] of [
  ["import *", core],
  ["import { defineWorkflow, Executor }", runner],
  ["import *, with what it uses of effect and xstate", await bundle(everything, [nodeModules])],
  ["import { defineWorkflow, Executor }, with the same", await bundle(running, [nodeModules])],
] as const)
  console.log(`${columns(code.length, gzipped(code))}  ${what}`);

console.log();
for (const [what, { code }, limit] of [
  ["import *", core, limits.everything],
  ["import { defineWorkflow, Executor }", runner, limits.running],
] as const) {
  const size = gzipped(code);
  console.log(`${what}: ${size} bytes; goal ${goal}: ${size <= goal ? "met" : "not met"}; limit ${limit}`);
  if (size <= limit) continue;
  console.error(`over the limit: cut what came in, or raise it in ${relative(root, import.meta.filename)} and say why`);
  process.exitCode = 1;
}
