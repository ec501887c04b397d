import { shellLine } from "./shell-line.ts";

/** The command that goes on with a run, or begins one from it; file names are placeholders where they are not known. */
export const goOnHint = (
  command: "resume" | "retry",
  run: {
    readonly runId: string;
    readonly store: string;
    readonly workflow?: string;
    readonly config?: string;
    readonly petsard?: boolean;
  },
): string => {
  const { runId, store, workflow = "WORKFLOW", config = "CONFIG", petsard = false } = run;
  return shellLine(["runstate", command, workflow, config, runId, "--store", store, ...(petsard ? ["--petsard"] : [])]);
};
