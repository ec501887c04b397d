import type { RunFold } from "../protocol/run-fold.ts";
import { stateCode } from "../protocol/run-fold.ts";

/** When each execution was ready, began and ended, in the order they began. */
export interface GanttBars {
  readonly executions: Int32Array;
  /** Wall times in ms. */
  readonly startedAt: Float64Array;
  /** Of what is in progress, the time of the last record that counts. */
  readonly endedAt: Float64Array;
  /** How long it took, as it was measured; NaN while it is in progress, and of what was taken over. */
  readonly tookMs: Float64Array;
  /** How long it was in the queue before it began; 0 where nobody measured it. */
  readonly queuedMs: Float64Array;
  /** The first start and the last end; both 0 when nothing began. */
  readonly from: number;
  readonly to: number;
  /** The executions on the path that ended last: what the end of the run waited for. */
  readonly lastPath: ReadonlySet<number>;
}

/** The bars of everything that began by the record the page stands at; O(executions log executions). */
export const ganttBars = (fold: RunFold): GanttBars => {
  const { firstSeq, lastSeq, states, run, seq } = fold;
  const { at, durationMs } = run.columns;
  const began: number[] = [];
  for (const [execution, first] of firstSeq.entries()) if (first > 0) began.push(execution);
  // In the order of the journal, which is that of what happened; wall clocks may go back.
  const executions = Int32Array.from(began).toSorted((a, b) => (firstSeq[a] ?? 0) - (firstSeq[b] ?? 0));
  const now = at[Math.max(0, seq - 1)] ?? 0;
  const column = (): Float64Array => new Float64Array(executions.length);
  const [startedAt, endedAt, queuedMs, tookMs] = [column(), column(), column(), column()];
  let [from, to, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1];
  for (const [place, execution] of executions.entries()) {
    const first = (firstSeq[execution] ?? 1) - 1;
    const start = at[first] ?? 0;
    const over = states[execution] === stateCode.Completed || states[execution] === stateCode.Failed;
    const end = Math.max(start, over ? (at[(lastSeq[execution] ?? 1) - 1] ?? start) : now);
    const queued = durationMs[first] ?? Number.NaN;
    startedAt[place] = start;
    endedAt[place] = end;
    const ended = (lastSeq[execution] ?? 1) - 1;
    tookMs[place] = over && run.columns.flagged[ended] === 0 ? (durationMs[ended] ?? Number.NaN) : Number.NaN;
    queuedMs[place] = Number.isNaN(queued) ? 0 : queued;
    from = Math.min(from, start - (queuedMs[place] ?? 0));
    if (end >= to) [to, last] = [end, execution];
  }
  const lastPath = new Set<number>();
  for (
    let over: number | undefined = last < 0 ? undefined : last;
    over !== undefined;
    over = fold.plan.execution(over).parent
  )
    lastPath.add(over);
  return executions.length === 0
    ? { executions, startedAt, endedAt, tookMs, queuedMs, from: 0, to: 0, lastPath }
    : { executions, startedAt, endedAt, tookMs, queuedMs, from, to, lastPath };
};

/** How many executions were in progress, from each moment at which that changed on. */
export interface ConcurrencySteps {
  /** Wall times in ms, each once, the first first. */
  readonly times: Float64Array;
  readonly running: Uint32Array;
}

/** When how many executions were in progress; O(executions log executions), so made once and not for every zoom. */
export const concurrencySteps = ({
  startedAt,
  endedAt,
}: Pick<GanttBars, "startedAt" | "endedAt">): ConcurrencySteps => {
  const [starts, ends] = [startedAt.toSorted(), endedAt.toSorted()];
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
