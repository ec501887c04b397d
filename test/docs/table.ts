/** Tables of a guide, as rows of cells. */

/** The cells of the first table below a heading, without its two header lines. */
export const tableBelow = (guide: string, heading: string): readonly (readonly string[])[] => {
  const section = sectionOf(guide, heading).split("\n");
  const start = section.findIndex((line) => line.startsWith("|"));
  const table = start < 0 ? [] : section.slice(start);
  const end = table.findIndex((line) => !line.startsWith("|"));
  return table.slice(2, end < 0 ? undefined : end).map((row) =>
    row
      .slice(2, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
};

/** The text between a heading and the next. */
const sectionOf = (guide: string, heading: string): string => {
  const start = new RegExp(`^#+ ${heading.replaceAll(".", String.raw`\.`)}$`, "mu").exec(guide);
  if (start === null) throw new Error(`there is no heading "${heading}"`);
  return guide.slice(start.index + start[0].length).split(/^#+ /mu)[0] ?? "";
};
