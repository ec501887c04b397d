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
  /** As the option of a run. Absent: `all`. */
  readonly retain?: "leaves";
  /** As the option of a run. Absent: every record is kept. */
  readonly keepRecords?: number;
  /** What another run executed before in the same store: modules with `reuse` may take it over. Absent: nothing. */
  readonly earlier?: ConfigEntries;
  /** As the option of a run: false, and nothing of `earlier` may be taken over. Absent: true. */
  readonly reuse?: false;
}
