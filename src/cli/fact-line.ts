import stringWidth from "string-width";

import { isNarrow, type Page } from "./page.ts";
import { printable } from "./printable.ts";
import { wrap } from "./wrap.ts";

const nameWidth = 11;

/** A fact below a title: its name, and what is to be said of it; on a narrow page the parts of that below each other. */
export const factLine = (name: string, text: string, page: Page): string => {
  const said = printable(text);
  const begin = `  ${page.paint("quiet", name.padEnd(nameWidth))}  `;
  const room = page.width - nameWidth - 4;
  if (!isNarrow(page) || stringWidth(said) <= room) return begin + said;
  const parts = said.split(/(?<=,) /u);
  if (parts.every((part) => stringWidth(part) <= room)) {
    const indent = " ".repeat(nameWidth + 4);
    return begin + wrap(parts, room, " ").join(`\n${indent}`);
  }
  // What is one part may be a command or a path, which is copied: it is not broken.
  const words =
    parts.length === 1
      ? parts
      : parts.flatMap((part) => (stringWidth(part) > page.width - 4 ? part.split(" ") : [part]));
  return [begin.trimEnd(), ...wrap(words, page.width - 4, " ").map((line) => `    ${line}`)].join("\n");
};
