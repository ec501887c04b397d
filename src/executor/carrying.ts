export { carryOut } from "./carry-out.ts";
export { newRunId } from "./run-id.ts";
export { prepareModules, secretsWith } from "./prepare-modules.ts";
