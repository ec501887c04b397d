import { paintFor } from "./paint.ts";
import { printableLines } from "./printable.ts";

/** A message of the command line itself, for stderr: safe to print, further lines indented below the first. */
export const complaint = (message: string): string => {
  const [first = "", ...rest] = printableLines(message);
  const mark = paintFor(process.stderr)("bad", "runstate:");
  return `${[`${mark} ${first}`, ...rest.map((line) => `  ${line}`)].join("\n")}\n`;
};
