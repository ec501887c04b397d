import type { RunStarted } from "../../journal/record.ts";
import type { RunHead } from "./run-columns.ts";

/** What the page has to know of a run before its records: what its first one says. */
export const headOf = ({ runId, workflow, modules, concurrency, onFailure, origin }: RunStarted): RunHead => ({
  runId,
  workflow,
  modules,
  concurrency,
  onFailure,
  ...(origin && { origin }),
});
