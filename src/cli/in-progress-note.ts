import type { Status } from "../status/status.ts";
import { countOf } from "../text/format-count.ts";

/** What is in progress in a run that is not over: "the journal ends while 1 execution is in progress". */
export const inProgressNote = (what: string, { executionCounts: { InProgress } }: Status): string =>
  `${what} while ${InProgress === 0 ? "no execution" : countOf(InProgress, "execution")} ${InProgress > 1 ? "are" : "is"} in progress`;
