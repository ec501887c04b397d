import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

import type * as PathWorkflow from "../path-workflow.ts";

const mark = "?without-actors";
const real = "/src/executor/run-actors.ts";
const stand = new URL("no-actors.ts", import.meta.url).href;

/**
 * A second instance of the library in this process, the same files but for the actors: whoever is imported from a file
 * marked so is marked too.
 */
export const withoutActors = async (): Promise<typeof PathWorkflow> => {
  const hooks = registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      if (context.parentURL?.endsWith(mark) !== true || !resolved.url.startsWith("file:")) return resolved;
      if (resolved.url.includes("/node_modules/")) return resolved;
      return { ...resolved, url: resolved.url.endsWith(real) ? stand : `${resolved.url}${mark}` };
    },
  });
  const path = pathToFileURL(`${import.meta.dirname}/../path-workflow.ts`).href;
  const loaded = (await import(`${path}${mark}`)) as typeof PathWorkflow;
  hooks.deregister();
  return loaded;
};
