/** What an executor needs from its first run on, and not before. */
export { carryOut } from "./carry-out.ts";
export { newRunId } from "./run-id.ts";
export { prepareModules, secretsWith } from "./prepare-modules.ts";
