/** Blocks that show a form and are no program, each with the reason; none of them says what something gives. */
export const fragments: ReadonlyMap<string, string> = new Map([
  ["docs/cli.md › `run`", "the outline of a workflow file: its modules are left out"],
  ["docs/workers.md › A module in a file", "two files, of which one is loaded by the other; the next block runs"],
  ["docs/testing.md › Random configs (2)", "a test file, run by its framework in test/docs/testing.test.ts"],
  ["docs/testing.md › A store of your own (2)", "a test file, run by its framework in test/docs/testing.test.ts"],
  ["docs/testing.md › A store of your own (3)", "a test file, run by its framework in test/docs/testing.test.ts"],
  ["docs/petsard.md › Coming from PETsARD", "the reader's own workflow and config, whatever they are"],
]);
