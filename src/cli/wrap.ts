import stringWidth from "string-width";

import { isNarrow, type Page } from "./page.ts";

/** Parts on as few lines as there is room for, in their order; one that is wider than a line stays whole, on its own. */
export const wrap = (parts: readonly string[], width: number, between: string): readonly string[] => {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ""}${between}${part}`;
    if (lines.length > 0 && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
};

/** Parts two columns apart; on a narrow page below each other where there is no room beside, the later ones further in. */
export const wrapParts = (parts: readonly string[], page: Pick<Page, "width">, indent: string): string =>
  isNarrow(page) ? wrap(parts, page.width - indent.length, "  ").join(`\n${indent}`) : parts.join("  ");

/** A sentence, on several lines where a narrow page has no room for it: those after the first further in. */
export const wrapWords = (sentence: string, page: Pick<Page, "width">): string =>
  isNarrow(page) && stringWidth(sentence) > page.width
    ? wrap(sentence.split(" "), page.width - 2, " ").join("\n  ")
    : sentence;
