/** The code blocks of the documentation: examples in docstrings, and ```ts blocks in guides. */
import { docstringsOf } from "./docstrings.ts";
import { guides, publicSources, read } from "./repository.ts";

/** One block of code that must be true. */
export interface Block {
  readonly file: string;
  /** What the block belongs to: the documented name, or the heading above. */
  readonly name: string;
  readonly code: string;
  /** Names may be used without an import: the reader of a docstring sees where they come from. */
  readonly importsItself: boolean;
  /** Marked `ts no-run`. */
  readonly run: boolean;
  /** What a text block directly below says it prints. */
  readonly stdout: string | undefined;
}

const fence = /^```ts(?<norun> no-run)?\n(?<code>[^]*?)^```$(?:\n\n?```text\n(?<stdout>[^]*?)^```$)?/gmu;

/** Blocks of one file, numbered where several stand under one name. */
const numbered = (blocks: readonly Block[]): readonly Block[] => {
  const seen = new Map<string, number>();
  return blocks.map((block) => {
    const count = (seen.get(block.name) ?? 0) + 1;
    seen.set(block.name, count);
    return count === 1 ? block : { ...block, name: `${block.name} (${count})` };
  });
};

const blocksIn = (text: string, file: string, name: (offset: number) => string, importsItself: boolean): Block[] =>
  Array.from(text.matchAll(fence), ({ index, groups }) => ({
    file,
    name: name(index),
    code: (groups?.["code"] ?? "").trimEnd(),
    importsItself,
    run: groups?.["norun"] === undefined,
    stdout: groups?.["stdout"]?.trimEnd(),
  }));

const headingBefore = (text: string, offset: number): string =>
  Array.from(text.slice(0, offset).matchAll(/^#+ (.+)$/gmu)).at(-1)?.[1] ?? "";

const docstringBlocks = (file: string): readonly Block[] =>
  numbered(docstringsOf(file).flatMap(({ name, text }) => blocksIn(text, file, () => name, false)));

const guideBlocks = (file: string): readonly Block[] => {
  const text = read(file);
  return numbered(blocksIn(text, file, (offset) => headingBefore(text, offset), true));
};

/** Every block of the documentation. */
export const allBlocks = (): readonly Block[] => [
  ...publicSources.flatMap(docstringBlocks),
  ...guides.flatMap(guideBlocks),
];

/** `file › name`. */
export const titleOf = ({ file, name }: Block): string => `${file} › ${name}`;
