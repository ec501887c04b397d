import { type ExperimentPath, experimentKey } from "../../workflow/experiment-key.ts";

/** The ends of a path that is too long to be read, as keys, and how many steps are between them. */
export interface FoldedPath {
  readonly begin: string;
  readonly between: number;
  readonly end: string;
}

/** A path of more steps is folded: on a phone it would be a page of its own. */
const mostSteps = 8;
const stepsAtEnd = 3;

/** What is shown of a long path: its first step, and its last ones, which tell most; undefined of one that is shown whole. */
export const foldPath = (path: ExperimentPath): FoldedPath | undefined => {
  if (path.length <= mostSteps) return undefined;
  const [begin, end] = [path.slice(0, 1), path.slice(-stepsAtEnd)];
  return { begin: experimentKey(begin), between: path.length - 1 - stepsAtEnd, end: experimentKey(end) };
};

/** A path in a line: the key of a short one, the ends of a long one. */
export const shortKey = (path: ExperimentPath): string => {
  const folded = foldPath(path);
  return folded === undefined ? experimentKey(path) : `${folded.begin}_ … ${folded.between} more … _${folded.end}`;
};
