import stringWidth from "string-width";

const graphemes = new Intl.Segmenter();

/** The beginning of a text that fits into `width` columns of a terminal, with an ellipsis when something is cut. */
export const clip = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  let [kept, used] = ["", 0];
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
};

/** As {@link clip}, with the ellipsis in the middle: of the keys of executions and the names of experiments, the end tells most. */
export const clipMiddle = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let [end, used] = ["", 0];
  for (const segment of parts.toReversed()) {
    used += stringWidth(segment);
    if (used > Math.ceil((width - 1) * 0.6)) break;
    end = segment + end;
  }
  return clip(text, width - stringWidth(end)) + end;
};

/** Fills a text with spaces to `width` columns; a wider one stays as it is. */
export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - stringWidth(text)));

/** As {@link padEnd}, with the text at the right. */
export const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - stringWidth(text))) + text;
