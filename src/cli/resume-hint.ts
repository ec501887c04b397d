/** The command that goes on with a run; file names are placeholders where they are not known. */
export const resumeHint = (run: {
  readonly runId: string;
  readonly store: string;
  readonly workflow?: string;
  readonly config?: string;
  readonly petsard?: boolean;
}): string => {
  const { runId, store, workflow = "WORKFLOW", config = "CONFIG", petsard = false } = run;
  const words = ["runstate", "resume", workflow, config, runId, "--store", store, ...(petsard ? ["--petsard"] : [])];
  return words.map(quoted).join(" ");
};

/** As a shell takes it for one word. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
