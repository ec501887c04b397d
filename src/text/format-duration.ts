/**
 * A duration as a person says it, three digits at most: `0.42 ms`, `130 ms`, `9.84 s`, `3 min 05 s`, `2 h 05 min`.
 *
 * The limits are those of the rounded text, so that 999.7 ms is 1.00 s and never 1000 ms.
 */
export const formatDuration = (ms: number): string => {
  if (ms < 0.995) return `${ms.toFixed(2)} ms`;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
};

/** A duration that is still growing, or an estimate: whole seconds, so that it does not flicker or claim too much. */
export const formatSeconds = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
};

/** A duration by the wall clock, which is no finer than milliseconds: `130 ms`, `12 s`, `3 min 05 s`. */
export const formatElapsed = (ms: number): string => (ms < 999.5 ? `${Math.round(ms)} ms` : formatSeconds(ms));

const twoDigits = (value: number): string => String(value).padStart(2, "0");
