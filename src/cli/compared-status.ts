import { fingerprintSchema } from "../schema/fingerprint-schema.ts";
import type { ComparedRun } from "../inspector/view/compare-runs.ts";
import type { Status } from "../status/status.ts";

/** A run as it is compared, of what its status says. */
export const comparedStatus = (status: Status): ComparedRun => {
  const views = [...status.executions()];
  return {
    plan: status.plan,
    side: (execution) => {
      const view = views[execution];
      if (view === undefined) throw new RangeError(`the plan has no execution ${execution}`);
      const { state, origin, schemaAfter } = view;
      return {
        execution,
        state,
        durationMs: origin === "reused" ? undefined : view.durationMs,
        after: schemaAfter ? fingerprintSchema(schemaAfter) : undefined,
      };
    },
  };
};
