/**
 * Experiment paths and their labels. The path is the identity; the label is a view that can be read back.
 */

/** One module of a path and the experiment it runs there. */
export type PathStep = readonly [moduleName: string, experimentName: string];

/** The experiments of a path, first module first. */
export type ExperimentPath = readonly PathStep[];

/** The label of an experiment path: `Loader[adult]_Synthesizer[copula]`. */
export type ExperimentKey = string;

/**
 * Writes a path as its label; two different paths of legal names never share one.
 *
 * @example
 * ```ts
 * experimentKey([["Loader", "adult"], ["Synthesizer", "copula"]]); // => "Loader[adult]_Synthesizer[copula]"
 * ```
 */
export const experimentKey = (path: ExperimentPath): ExperimentKey => path.map(stepLabel).join("_");

/** Writes one step of a path: `Loader[adult]`. */
export const stepLabel = (step: PathStep): string => `${step[0]}[${step[1]}]`;

/**
 * Reads a label back into its path; `undefined` when the text is no label.
 *
 * @example
 * ```ts
 * parseExperimentKey("Loader[x[a]]_Splitter[sp_[3-1]]"); // => [["Loader", "x[a]"], ["Splitter", "sp_[3-1]"]]
 * parseExperimentKey("Loader"); // => undefined
 * ```
 */
export const parseExperimentKey = (key: string): ExperimentPath | undefined => {
  const path: PathStep[] = [];
  let start = 0;
  while (start < key.length) {
    const open = key.indexOf("[", start);
    if (open <= start) return undefined;
    // This step ends at the first "]_" before a module name, which never begins with "[". Legal names hold no "]_", and
    // those of a repeat only as "]_[", so no name can end its step early: that makes the label injective.
    const close = indexOfSeparator(key, open);
    const end = close === -1 ? key.length - 1 : close;
    if (end <= open + 1 || key[end] !== "]") return undefined;
    const moduleName = key.slice(start, open);
    if (moduleName.includes("]")) return undefined;
    path.push([moduleName, key.slice(open + 1, end)]);
    if (close === -1) return path;
    start = close + 2;
  }
  return undefined;
};

const indexOfSeparator = (key: string, from: number): number => {
  let at = key.indexOf("]_", from);
  while (at !== -1 && key[at + 2] === "[") at = key.indexOf("]_", at + 2);
  return at;
};
