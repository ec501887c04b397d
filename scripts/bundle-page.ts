import { SourceMap } from "node:module";
import { relative } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "vite";

/** The file a page fetches with its first run, whatever that needs beside it: in the sources, or as they are built. */
const everyRun = /src\/executor\/carrying\.(?:js|ts)$/u;

/** What a page has anyway, or a bundler leaves out: Node's own modules, and the peers. */
export const external = { node: /^node:/u, peers: /^(?:effect|xstate)(?:\/|$)/u } as const;

const entry = "\0entry";

/** One file of what the bundler makes. */
export interface Chunk {
  readonly name: string;
  readonly code: string;
  readonly map: SourceMap;
  /** The chunks that are fetched with it, by name. */
  readonly imports: readonly string[];
  /** The file whose `import()` fetches it; undefined for what comes only with others. */
  readonly fetchedAs: string | undefined;
}

export interface Bundle {
  /** What a page fetches before it does anything. */
  readonly first: readonly Chunk[];
  /** What it fetches with its first run. */
  readonly withRun: readonly Chunk[];
  /** What it fetches with a run that needs it: the files that are asked for, each with what only they need. */
  readonly later: readonly { readonly file: string; readonly chunks: readonly Chunk[] }[];
  readonly all: readonly Chunk[];
}

/** What a page in the folder `root` with this source needs, minified; `left` out what these match. */
export const bundlePage = async (root: string, source: string, left: readonly RegExp[]): Promise<Bundle> => {
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
        external: [...left],
        // As in a page, what the entry shares with later chunks may stay in it.
        preserveEntrySignatures: "allow-extension",
        output: { format: "es" },
      },
    },
  });
  const outputs = [built].flat().flatMap((each) => ("output" in each ? each.output : []));
  const all = outputs.flatMap((output): readonly Chunk[] => {
    if (output.type !== "chunk" || output.map === null) return [];
    const { fileName: name, code, imports, facadeModuleId } = output;
    const map = new SourceMap({ ...output.map, file: name, sourceRoot: "" });
    const fetchedAs = facadeModuleId === null ? undefined : relative(root, facadeModuleId);
    return [{ name, code, map, imports, fetchedAs }];
  });
  const [first, ...more] = all.filter(({ fetchedAs }) => fetchedAs !== undefined);
  if (first === undefined) throw new Error("vite made no bundle with a source map");
  const withFirst = together(first, all);
  const isOfEveryRun = ({ fetchedAs = "" }: Chunk): boolean => everyRun.test(fetchedAs);
  const withRun = more
    .filter(isOfEveryRun)
    .flatMap((chunk) => together(chunk, all))
    .filter((chunk) => !withFirst.includes(chunk));
  const later = more
    .filter((chunk) => !isOfEveryRun(chunk))
    .map((chunk) => ({
      file: chunk.fetchedAs ?? chunk.name,
      chunks: together(chunk, all).filter((each) => !withFirst.includes(each) && !withRun.includes(each)),
    }));
  return { first: withFirst, withRun, later, all };
};

/** A chunk with all that it imports at once. */
const together = (chunk: Chunk, all: readonly Chunk[]): readonly Chunk[] => {
  const found = new Set([chunk]);
  for (const { imports } of found) for (const other of all) if (imports.includes(other.name)) found.add(other);
  return [...found];
};

export const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length;
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
/** What is sent for chunks: each is a file of its own. */
export const sent = (chunks: readonly Chunk[]): number => sum(chunks.map(({ code }) => gzipped(code)));
