import type { InspectedRuns } from "./inspected-runs.ts";

/** The runs of an inspector that shows something else. */
export const noRuns: InspectedRuns = {
  list: () => Promise.resolve([]),
  open: () => Promise.resolve(undefined),
};
