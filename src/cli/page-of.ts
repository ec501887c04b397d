import type { Page } from "./page.ts";
import { paintFor } from "./paint.ts";

/** Where there is no terminal to ask for its width; one that does not know it says 0. */
const widthOfPipes = 120;

/** The page that a stream is: as wide as its terminal, in colours where it has them. */
export const pageOf = (stream: NodeJS.WriteStream): Page => ({
  width: stream.columns || widthOfPipes,
  paint: paintFor(stream),
});
