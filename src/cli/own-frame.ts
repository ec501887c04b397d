import { fileURLToPath } from "node:url";
import { sep } from "node:path";

// Frames of this library say nothing about a module: they stand between every two frames that do.
const library = fileURLToPath(new URL("..", import.meta.url));

/** The first line of a stack that is the user's own code: `fit (steps/fit.ts:12:9)`; undefined when there is none. */
export const ownFrame = (stack: string | undefined): string | undefined => {
  const frames = (stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line));
  const own = frames
    .map(shorten)
    .find((frame) => !/node:|[\\/]node_modules[\\/]|(?:^|\()<anonymous>/u.test(frame.full));
  return own?.text;
};

interface Frame {
  readonly full: string;
  readonly text: string;
}

const shorten = (line: string): Frame => {
  const full = line.replace(/^\s+at /u, "").replace(/file:\/\/[^\s)]+?(?=(:\d+)*\)?$)/u, toPath);
  if (full.includes(library)) return { full: "node:internal", text: "" };
  // A path outside the working directory is clearer whole than as a row of dots.
  const here = `${process.cwd()}${sep}`;
  return { full, text: full.replace(here, "") };
};

const toPath = (url: string): string => {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
};
