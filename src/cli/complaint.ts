import type { Page } from "./page.ts";
import { pageOf } from "./page-of.ts";
import { printableLines } from "./printable.ts";
import { wrapWords } from "./wrap.ts";

/**
 * A message of the command line itself, for stderr: safe to print, further lines indented below the first. A line that is
 * a command is never broken, as it is copied.
 */
export const complaint = (message: string, page: Page = pageOf(process.stderr)): string => {
  const [first = "", ...rest] = printableLines(message);
  const lines = [`${page.paint("bad", "runstate:")} ${first}`, ...rest.map((line) => `  ${line}`)];
  return `${lines.map((line) => (isCommand(line) ? line : wrapWords(line, page))).join("\n")}\n`;
};

const isCommand = (line: string): boolean => line.startsWith("  runstate ");
