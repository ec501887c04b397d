/** Blocks that show a form and are no program, each with the reason; none of them says what something gives. */
export const fragments: ReadonlyMap<string, string> = new Map([
  ["docs/cli.md › `run`", "the outline of a workflow file: its modules are left out"],
  ["docs/petsard.md › Coming from PETsARD", "the reader's own workflow and config, whatever they are"],
]);
