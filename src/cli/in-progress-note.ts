import type { Status } from "../status/status.ts";
import { countOf } from "../text/format-count.ts";

/** What was in progress where the record of a run that is not over ends: "the run was left while 1 execution was in progress". */
export const inProgressNote = (what: string, { executionCounts: { InProgress } }: Status): string =>
  `${what} while ${InProgress === 0 ? "no execution" : countOf(InProgress, "execution")} ${InProgress > 1 ? "were" : "was"} in progress`;
