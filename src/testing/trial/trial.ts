import type { ConfigEntries } from "../../workflow/config.ts";
import type { FaultScript } from "../faults/fault-script.ts";

/**
 * One run to be looked at, as plain data: what it executes, what goes wrong, and in which order things happen. The
 * same trial of the same workflow is the same run to its last record.
 */
export interface Trial {
  readonly config: ConfigEntries;
  readonly concurrency: number;
  readonly faults: FaultScript;
  /**
   * The order in which modules come to their end: the n-th number picks one of those that wait then, counted from the
   * one that waits longest. Empty: each hands over what it returns as soon as it has it.
   */
  readonly interleaving: readonly number[];
}
