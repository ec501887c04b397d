import type { TrialRun } from "../trial/trial-run.ts";

/** Something that is true of every run, whatever its workflow does and whatever goes wrong. */
export interface RunLaw {
  /** As a sentence: `a run ends`. It names the law in reports, and in the option `without`. */
  readonly claim: string;
  /** What was found that breaks it; undefined when it holds. `plain` is the same run without anything going on beside. */
  readonly broken: (run: TrialRun, plain: TrialRun) => string | undefined;
}
