import { formatCount } from "../text/format-count.ts";
import { isNarrow, type Page } from "./page.ts";
import { wrap } from "./wrap.ts";

/** How many there are of something, numbers below each other; on a narrow page as many lines as it takes. */
export const countLine = (count: number, what: string, page: Page): string => {
  const begin = `  ${formatCount(count).padStart(isNarrow(page) ? 3 : 7)}  `;
  const lines = isNarrow(page) ? wrap(what.split(" "), page.width - begin.length, " ") : [what];
  return begin + lines.join(`\n${" ".repeat(begin.length)}`);
};
