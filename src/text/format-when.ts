import type { EpochMs } from "../journal/record.ts";

/** A moment in UTC, to the second: `2026-11-25T22:53:01Z`. */
export const formatWhen = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The time of day in UTC, to the millisecond: `22:53:01.581`. */
export const formatTimeOfDay = (at: EpochMs): string => new Date(at).toISOString().slice(11, 23);
