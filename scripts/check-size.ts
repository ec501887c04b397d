/**
 * What `import "runstate"` weighs in a page: bundled and minified as Vite does, its peers left out, as gzip sends it.
 *
 * The core is what a page fetches before it does anything; what carries out runs is fetched with the first, and other parts
 * with the first run that needs them: said beside it, and held too. Says which packages and files the bytes of the core come from, by the source map, and
 * what each alone adds to the gzipped size: the whole less what is left once its bytes are cut out. `--all` lists every
 * file. Exits with 1 over a limit: what it weighed when it last grew on purpose. The goal is where it should go.
 */
import { join, relative } from "node:path";

import { bundlePage, type Chunk, external, gzipped, sent, sum } from "./bundle-page.ts";

const goal = 20_000;
const shown = process.argv.includes("--all") ? Number.POSITIVE_INFINITY : 15;

const root = join(import.meta.dirname, "..");
const minifiedSize = (chunks: readonly Chunk[]): number => sum(chunks.map(({ code }) => code.length));

/** The pieces of a chunk each source gave, by the name of the source as `name` says it. */
const piecesOf = ({ code, map }: Chunk, name: (source: string) => string): readonly (readonly [string, string])[] => {
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

const contributions = (
  chunks: readonly Chunk[],
  name: (source: string) => string,
  most: number,
): readonly Contribution[] => {
  const pieces = chunks.flatMap((chunk) => piecesOf(chunk, name));
  const whole = gzipped(chunks.map(({ code }) => code).join(""));
  const without = (source: string): number =>
    gzipped(pieces.flatMap(([from, text]) => (from === source ? [] : text)).join(""));
  const minified = Array.from(
    Map.groupBy(pieces, ([source]) => source),
    ([source, own]) => ({ source, minified: sum(own.map(([, text]) => text.length)) }),
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

const print = (title: string, chunks: readonly Chunk[], name: (source: string) => string, most: number): void => {
  console.log(`\n${title}\n${columns("minified", "gzip")}`);
  for (const { source, minified, saves } of contributions(chunks, name, most))
    console.log(`${columns(minified, saves)}  ${source}`);
};

const index = JSON.stringify(join(root, "src", "index.ts"));
const sources = {
  'import * from "runstate"': `export * from ${index};`,
  'import { defineWorkflow, Executor } from "runstate"': `export { defineWorkflow, Executor } from ${index};`,
} as const;

/** What is held, in bytes: at first, and all there is, whoever fetches it. */
const limits: Record<keyof typeof sources, Record<"first" | "all", number>> = {
  'import * from "runstate"': { first: 81_350, all: 102_050 },
  'import { defineWorkflow, Executor } from "runstate"': { first: 20_000, all: 62_850 },
};

for (const what of Object.keys(sources) as (keyof typeof sources)[]) {
  const { first, withRun, later, all } = await bundlePage(root, sources[what], [external.node, external.peers]);
  print(`${what}: the core, by package and folder`, first, groupOf, Number.POSITIVE_INFINITY);
  print(`${what}: the core, the largest files`, first, fileOf, shown);
  const { first: peersToo } = await bundlePage(root, sources[what], [external.node]);
  console.log(`\n${what}: what is fetched\n${columns("minified", "gzip")}`);
  for (const [when, chunks] of [
    ["at first", first],
    ["with what it uses of effect and xstate", peersToo],
    ["with the first run", withRun],
    ...later.map((part) => [`with the first run that needs ${part.file}`, part.chunks] as const),
    ["all of it", all],
  ] as const)
    console.log(`${columns(minifiedSize(chunks), sent(chunks))}  ${when}`);
  console.log();
  const held = limits[what];
  for (const [part, size, limit] of [
    ["at first", sent(first), held.first],
    ["all of it", sent(all), held.all],
  ] as const) {
    const aims = part === "at first" ? `; goal ${goal}: ${size <= goal ? "met" : "not met"}` : "";
    console.log(`${what}, ${part}: ${size} bytes${aims}; limit ${limit}`);
    if (size <= limit) continue;
    console.error(
      `over the limit: cut what came in, or raise it in ${relative(root, import.meta.filename)} and say why`,
    );
    process.exitCode = 1;
  }
}
