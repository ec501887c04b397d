import stringWidth from "string-width";

import { wrap } from "./wrap.ts";

/** What a description needs beside its name; where there is less, it is below. */
const leastRoom = 22;

/**
 * A help text on lines of `width` columns: descriptions go on below where they began, sentences below their first line.
 * Commands are not broken, as they are copied.
 */
export const foldHelp = (text: string, width: number): string =>
  text
    .split("\n\n")
    .map((section) => foldSection(section.split("\n"), width).join("\n"))
    .join("\n\n");

const foldSection = (lines: readonly string[], width: number): readonly string[] => {
  if (lines.every((line) => stringWidth(line) <= width)) return lines;
  const rows = lines.map((line) => row.exec(line)?.slice(1) ?? []);
  const column = Math.max(0, ...rows.map(([begin = ""]) => stringWidth(begin)));
  const isBelow = width - column < leastRoom;
  return lines.flatMap((line, place) => {
    const [begin, description = ""] = rows[place] ?? [];
    if (begin !== undefined && isBelow) return [begin.trimEnd(), ...words(description, "      ", width)];
    if (stringWidth(line) <= width || command.test(line)) return [line];
    if (begin !== undefined) {
      const indent = " ".repeat(stringWidth(begin));
      const [first = "", ...rest] = words(description, indent, width);
      return [begin + first.slice(indent.length), ...rest];
    }
    // Below a comment, a line that begins where it does would be taken for a command.
    const indent = indentOf(line) + (line.includes("# ") ? "  " : "");
    const [first = "", ...rest] = words(line.trimStart(), indent, width);
    return [indentOf(line) + first.trimStart(), ...rest];
  });
};

/** A name, and what is said of it: two spaces apart at least. */
const row = /^( +\S(?:.*?\S)? {2,})(\S.*)$/u;

// eslint-disable-next-line no-control-regex -- Colours stand before a command as well.
const command = /^ +(?:\u001b\[\d+m)?runstate (?!.*\[flags\])/u;

const indentOf = (line: string): string => " ".repeat(line.length - line.trimStart().length);

const words = (text: string, indent: string, width: number): readonly string[] =>
  wrap(text.split(" "), width - indent.length, " ").map((line) => indent + line);
