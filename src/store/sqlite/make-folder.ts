import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing, for its owner alone; gives the topmost of them, undefined where
 * none was missing.
 *
 * One by one: where the system says that a folder is not there which it does not let anybody make, as in `/proc`, Node's
 * own `recursive` asks for it for ever.
 */
export const makeFolder = (folder: string): string | undefined => {
  const missing: string[] = [];
  for (let each = folder; !existsSync(each) && dirname(each) !== each; each = dirname(each)) missing.push(each);
  for (const each of missing.toReversed()) {
    try {
      mkdirSync(each, { mode: 0o700 });
    } catch (thrown) {
      // Another process may have made it since.
      if (!existsSync(each)) throw thrown;
    }
  }
  return missing.at(-1);
};
