import { canonicalJson } from "../../schema/canonical-json.ts";
import type { Schema } from "../../schema/schema.ts";
import { applyChanges, hasTwins, plainSchema } from "./apply-changes.ts";
import { keyOf } from "./key-of.ts";
import type { RunLaw } from "./run-law.ts";

/** What a run says of the schemas of its executions. */
export const changeLaw: RunLaw = {
  claim: "the schema before a module, and its changes, make the schema after it",
  broken: ({ whole: status, plan }) => {
    const put = new Map<string, Schema | null>();
    for (const { snapshotId, phase, experimentKey, metadata } of status.snapshots) {
      const { schemaBefore, schemaAfter } = metadata;
      const parent = plan.execution(status.getExecution(experimentKey).execution).parent;
      const above = parent === undefined ? null : (put.get(keyOf(plan, parent)) ?? null);
      if (canonicalJson(above) !== canonicalJson(schemaBefore))
        return `the schema before ${experimentKey} is not that of its input, in snapshot ${snapshotId}`;
      if (phase !== "after") continue;
      put.set(experimentKey, schemaAfter);
      const changes = status.getChangeHistory({ experimentKey });
      if (schemaAfter !== null && hasTwins(schemaAfter.fields)) continue;
      const made = applyChanges(schemaBefore, changes);
      if (made === undefined) continue;
      const [found, expected] = [canonicalJson(made), canonicalJson(plainSchema(schemaAfter))];
      if (found !== expected)
        return `the schema before ${experimentKey} and its changes make ${found}, and the schema after is ${expected}`;
    }
    return undefined;
  },
};
