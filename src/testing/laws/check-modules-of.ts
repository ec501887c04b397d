import type { WorkflowDefinition } from "../../workflow/define-workflow.ts";
import { didYouMean } from "../../workflow/nearest-name.ts";
import type { Law } from "./law.ts";

/** Throws a RangeError for the first law of a module that the workflow does not have: nothing would ever ask it. */
export const checkModulesOf = (laws: readonly Law[], { name, modules }: WorkflowDefinition): void => {
  const names = modules.map(({ moduleName }) => moduleName);
  for (const law of laws) {
    if (law.kind === "path" || law.moduleName === undefined || names.includes(law.moduleName)) continue;
    const remedy = didYouMean(law.moduleName, names, `Its modules are ${names.join(", ") || "none"}.`);
    throw new RangeError(
      `checkWorkflow: the law ${JSON.stringify(law.claim)} is about ${JSON.stringify(law.moduleName)}, ` +
        `and the workflow ${JSON.stringify(name)} has no module of this name. ${remedy}`,
    );
  }
};
