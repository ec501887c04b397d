import { join } from "node:path";

/** Where the command line is, with all it imports in a few files, once `prepare.ts` has made them. */
export const bundledCli: string = join(import.meta.dirname, "../../node_modules/.cache/bundled-cli/start.js");
