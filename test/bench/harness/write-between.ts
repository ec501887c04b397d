import { readFileSync, writeFileSync } from "node:fs";

/** Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->` in a page. */
export const writeBetween = (path: string, name: string, text: string): void => {
  const page = readFileSync(path, "utf8");
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`${path} has no place for ${begin} … ${end}: put both lines where it goes`);
  writeFileSync(path, `${page.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${page.slice(to)}`);
};
