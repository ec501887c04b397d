import stringWidth from "string-width";

/**
 * The head of a column on at most `lines` lines, as narrow as that allows. Lines end at spaces and underscores only.
 *
 * @example
 * wrapHead("correlation ratio gap", 2) // ["correlation", "ratio gap"]
 */
export const wrapHead = (head: string, lines: number): readonly string[] => {
  const pieces = head.split(/(?<=[ _])/u);
  let width = Math.max(...pieces.map(widthOf));
  let wrapped = fill(pieces, width);
  while (wrapped.length > lines) wrapped = fill(pieces, ++width);
  return wrapped;
};

const widthOf = (text: string): number => stringWidth(text.trimEnd());

const fill = (pieces: readonly string[], width: number): readonly string[] => {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last + piece) <= width) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
};
