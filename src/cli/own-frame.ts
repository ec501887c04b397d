import { sep } from "node:path";
import { fileURLToPath } from "node:url";

import { ownFrameLine } from "../journal/own-frame-line.ts";

/** The first line of a stack that is the user's own code: `fit (steps/fit.ts:12:9)`; undefined when there is none. */
export const ownFrame = (stack: string | undefined): string | undefined =>
  ownFrameLine(stack)
    ?.replace(/file:\/\/[^\s)]+?(?=(:\d+)*\)?$)/u, toPath)
    // A path outside the working directory is clearer whole than as a row of dots.
    .replace(`${process.cwd()}${sep}`, "");

const toPath = (url: string): string => {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
};
