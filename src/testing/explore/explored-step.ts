import type { ExploredShape } from "./explored-shape.ts";
import type { AppendFault } from "./kept-run.ts";

/** One thing that happens to a run that is explored, as far as everything that follows from it at once. */
export type ExploredStep =
  /** The run begins, or another process goes on with it; an append of a slow store comes to its end. */
  | { readonly kind: "begin" | "resume" | "append"; readonly fault?: AppendFault }
  /** The module of an execution in progress settles. */
  | { readonly kind: "complete" | "fail"; readonly execution: number; readonly fault?: AppendFault }
  /** Time goes on, until an execution has waited for its next attempt, or its attempt has taken too long. */
  | { readonly kind: "wait" | "timeout"; readonly execution: number; readonly fault?: AppendFault }
  /** The run is cancelled while its modules are in progress. */
  | { readonly kind: "cancel" };

/** How many faults a step spends: a failing or slow module, a cancellation, and what befalls its process. */
export const faultsIn = (step: ExploredStep): number => {
  if (step.kind === "cancel") return 1;
  return (step.kind === "fail" || step.kind === "timeout" ? 1 : 0) + (step.fault === undefined ? 0 : 1);
};

/** The same step, with a fault at one of its appends. */
export const withFault = (step: Exclude<ExploredStep, { kind: "cancel" }>, fault: AppendFault): ExploredStep => ({
  ...step,
  fault,
});

/** A step in words. */
export const describeStep = (step: ExploredStep, { labels }: ExploredShape): string => {
  switch (step.kind) {
    case "cancel":
      return "the run is cancelled";
    case "begin":
      return `the run begins${inWords(step.fault)}`;
    case "resume":
      return `another process resumes the run${inWords(step.fault)}`;
    case "append":
      return appendInWords(step.fault?.kind);
    case "complete":
      return `${labels[step.execution] ?? ""} completes${inWords(step.fault)}`;
    case "fail":
      return `${labels[step.execution] ?? ""} fails${inWords(step.fault)}`;
    case "wait":
      return `${labels[step.execution] ?? ""} has waited for its next attempt${inWords(step.fault)}`;
    case "timeout":
      return `${labels[step.execution] ?? ""} takes too long${inWords(step.fault)}`;
  }
};

const appendInWords = (kind: AppendFault["kind"] | undefined): string => {
  switch (kind) {
    case undefined:
      return "an append is kept";
    case "crash":
      return "an append is kept, and the process ends";
    case "refuse":
      return "the store refuses an append";
    case "cancel":
      return "an append is kept, and the run is cancelled";
  }
};

const inWords = (fault: AppendFault | undefined): string => {
  if (fault === undefined) return "";
  const which = `append ${fault.append} of what follows`;
  switch (fault.kind) {
    case "crash":
      return `; the process ends right after ${which}`;
    case "refuse":
      return `; the store refuses ${which}`;
    case "cancel":
      return `; the run is cancelled at ${which}`;
  }
};
