import type * as Duration from "effect/Duration";
import * as Schedule from "effect/Schedule";

import type { ResourceAmounts } from "./resources.ts";

/** How often a failed attempt is followed by another, in plain words. */
export interface RetryTimes {
  /** How many attempts may follow the first. */
  readonly times: number;
  /** The wait before the first of them. Default: none. */
  readonly delay?: Duration.Input;
  /** What each wait is multiplied with for the next. Default 1. */
  readonly factor?: number;
  /** Spreads each wait by up to a fifth, so that executions that failed together do not come back together. */
  readonly jitter?: boolean;
}

/** What becomes of an execution whose attempt fails or takes too long, and what it needs in order to start. */
export interface ModulePolicy {
  /** Further attempts: in plain words, or any Effect Schedule, whose input is what was thrown. Default: none. */
  readonly retry?: RetryTimes | Schedule.Schedule<unknown>;
  /**
   * How long one attempt may take; a longer one fails with the reason `timeout`, and its signal aborts. A module that
   * computes without a pause cannot be timed out.
   */
  readonly timeout?: Duration.Input;
  /** The most executions of this module in progress at once, whatever their experiments. Default: as many as the run may have. */
  readonly concurrency?: number;
  /**
   * What one execution takes of the resources the run has, such as `{ gpu: 1, memoryGb: 8 }`: all of it at its start,
   * or it waits. It is held to the end of the execution, over all attempts and the waits between them.
   */
  readonly resources?: ResourceAmounts;
}

/** The schedule of a retry policy. */
export const retrySchedule = (retry: RetryTimes | Schedule.Schedule<unknown>): Schedule.Schedule<unknown> => {
  if (Schedule.isSchedule(retry)) return retry;
  const { times, delay = 0, factor = 1, jitter = false } = retry;
  const waits = Schedule.upTo(Schedule.exponential(delay, factor), { times });
  return jitter ? Schedule.jittered(waits) : waits;
};
