/** A block as a module that can be run and type-checked. */
import { join, relative } from "node:path";

import type { Block } from "./block.ts";
import { declaredIn, publicNames } from "./docstrings.ts";
import { withExpectations } from "./expectation.ts";
import { entries, root } from "./repository.ts";

const known = Object.values(entries).flatMap((entry) =>
  publicNames(entry).map(({ name, kind }) => ({ name, kind, file: entry })),
);

/** The text of the module; line n of the block is line n + 1 of it. */
export const moduleOfBlock = (block: Block, folder: string): string => {
  const from = (file: string): string => JSON.stringify(relative(folder, join(root, file)));
  const code = withExpectations(block.code).replaceAll(
    /(?<= from )"(runstate(?:\/(?:inspector|machines|sqlite|testing|workers))?)";/gu,
    (_, entry: keyof typeof entries) => `${from(entries[entry])};`,
  );
  const imports = block.importsItself ? [] : importsFor(block);
  return [
    `import { any as $any, is as $is, rest as $rest } from ${from("test/docs/expected.ts")};`,
    ...imports.map(({ name, kind, file }) => `import { ${kind === "type" ? "type " : ""}${name} } from ${from(file)};`),
    `export { $any, $is, $rest };\n${code}\n`,
  ].join(" ");
};

interface Import {
  readonly name: string;
  readonly kind: "value" | "type";
  readonly file: string;
}

/** The names a docstring may use as they are: those of its own file, and the public ones. */
const importsFor = ({ file, code }: Block): readonly Import[] => {
  const { values, types } = declaredIn(file);
  const own: readonly Import[] = [
    ...values.map((name) => ({ name, kind: "value" as const, file })),
    // A value and a type of one name come with one import.
    ...types.filter((name) => !values.includes(name)).map((name) => ({ name, kind: "type" as const, file })),
  ];
  const others = known.filter(({ name }) => !own.some((exported) => exported.name === name));
  const bare = code.replaceAll(/"(?:[^"\\]|\\.)*"|\/\/ (?!=>).*$/gmu, '""');
  return [...own, ...others].filter(({ name }) => uses(bare, name) && !declares(bare, name));
};

const uses = (code: string, name: string): boolean => new RegExp(`(?<![\\w.])${name}\\b`, "u").test(code);

const declares = (code: string, name: string): boolean =>
  new RegExp(`\\b(?:const|class|interface|type|function) ${name}\\b|^import [^;]*\\b${name}\\b[^;]*;$`, "mu").test(
    code,
  );
