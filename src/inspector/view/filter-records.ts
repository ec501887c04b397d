import { experimentKey } from "../../workflow/experiment-key.ts";
import type { RunFold } from "../protocol/run-fold.ts";
import { noteOf } from "./record-line.ts";

/**
 * The records among `seqs` that have a text in their type, in the path of what they are about or in their note, whatever
 * its case; the same `seqs` for no text. O(records).
 */
export const filterRecords = (
  fold: RunFold,
  seqs: readonly number[] | undefined,
  text: string,
): readonly number[] | undefined => {
  if (text === "") return seqs;
  const wanted = text.toLowerCase();
  const has = (shown: string): boolean => shown.toLowerCase().includes(wanted);
  // The records of an execution follow each other closely, and are some: its path is looked at once.
  const paths = [new Map<number, boolean>(), new Map<number, boolean>()] as const;
  const pathHas = (subject: number, isExperiment: boolean): boolean => {
    const known = paths[isExperiment ? 1 : 0];
    let found = known.get(subject);
    if (found === undefined) {
      const { path } = isExperiment ? fold.plan.experiment(subject) : fold.plan.execution(subject);
      known.set(subject, (found = has(experimentKey(path))));
    }
    return found;
  };
  const matches = (seq: number): boolean => {
    const row = fold.run.row(seq);
    const { type, subject } = row;
    if (has(type) || has(noteOf(row))) return true;
    if (subject === undefined) return type === "schema.recorded" && row.after !== undefined && has(row.after);
    return pathHas(subject, type.startsWith("experiment."));
  };
  const found: number[] = [];
  if (seqs === undefined) {
    for (let seq = 1; seq <= fold.seq; seq++) if (matches(seq)) found.push(seq);
  } else for (const seq of seqs) if (matches(seq)) found.push(seq);
  return found;
};
