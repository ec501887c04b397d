/** When somebody began and ceased to work on anything, each in order of time; wall times in ms. */
export interface WorkedTimes {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** How many executions were in progress, from each moment at which that changed on. */
export interface ConcurrencySteps {
  /** Wall times in ms, each once, the first first. */
  readonly times: Float64Array;
  readonly running: Uint32Array;
}

/** When how many executions were in progress; O(executions), made once and not for every zoom. */
export const concurrencySteps = ({ starts, ends }: WorkedTimes): ConcurrencySteps => {
  const times = new Float64Array(starts.length * 2);
  const running = new Uint32Array(times.length);
  let [begun, ended, count] = [0, 0, 0];
  while (ended < ends.length) {
    const time = Math.min(starts[begun] ?? Number.POSITIVE_INFINITY, ends[ended] ?? Number.POSITIVE_INFINITY);
    // What begins and what ends at one moment counts together: nothing is between the two.
    while (starts[begun] === time) begun++;
    while (ends[ended] === time) ended++;
    times[count] = time;
    running[count++] = begun - ended;
  }
  return { times: times.subarray(0, count), running: running.subarray(0, count) };
};

/** How many executions were in progress, in each of `slots` equal parts of the time between two moments: the most at once. */
export const concurrencyOver = (
  { times, running }: ConcurrencySteps,
  from: number,
  to: number,
  slots: number,
): Uint32Array => {
  const most = new Uint32Array(slots);
  const width = Math.max(1e-9, to - from) / slots;
  let step = firstFrom(times, from);
  let [now, slot] = [running[step - 1] ?? 0, 0];
  for (; step < times.length; step++) {
    const at = Math.floor(((times[step] ?? 0) - from) / width);
    // Between two steps as many run as at the first.
    for (; slot < Math.min(at, slots); slot++) most[slot] = Math.max(most[slot] ?? 0, now);
    if (at >= slots) break;
    now = running[step] ?? 0;
    most[at] = Math.max(most[at] ?? 0, now);
  }
  for (; slot < slots; slot++) most[slot] = Math.max(most[slot] ?? 0, now);
  return most;
};

/** The place of the first time that is not before `from`; the length when there is none. */
const firstFrom = (times: Float64Array, from: number): number => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
};
