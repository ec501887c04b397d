import type { DurationMs, EpochMs } from "./record.ts";
import type { StateFacts } from "./run-checkpoint.ts";

/** How processes have worked on a run: since when the one that writes now, how long those before it, and how often it went on. */
export type WorkedTime = Pick<StateFacts, "goesOnSince" | "earlierMs" | "resumptions">;

/** Of a run that begins now. */
export const workedSince = (at: EpochMs): WorkedTime => ({ goesOnSince: at, earlierMs: 0, resumptions: 0 });

/** Of a run that another process goes on with now; the one before it worked until its last record. */
export const goneOn = (worked: WorkedTime, lastAt: EpochMs, at: EpochMs): WorkedTime => ({
  goesOnSince: at,
  earlierMs: workedMs(worked, lastAt, undefined),
  resumptions: worked.resumptions + 1,
});

/**
 * For how long processes have worked on a run, without the time in between: each from its first record to its last, but
 * the last of a run that is over as it `measured` itself. Times are those of the wall, which may be set back.
 */
export const workedMs = (
  { goesOnSince, earlierMs }: WorkedTime,
  lastAt: EpochMs,
  measured: DurationMs | undefined,
): DurationMs => earlierMs + (measured ?? Math.max(0, lastAt - goesOnSince));
