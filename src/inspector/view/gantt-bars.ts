import type { RunFold } from "../protocol/run-fold.ts";
import { stateCode } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";
import { activeSpans, type Span } from "./active-spans.ts";
import type { WorkedTimes } from "./concurrency.ts";
import { criticalPath } from "./critical-path.ts";
import type { TimeAxis } from "./time-axis.ts";

/** When each execution was ready, began and ended, in the order they began. */
export interface GanttBars {
  readonly executions: Int32Array;
  /** Wall times in ms. */
  readonly startedAt: Float64Array;
  /** Of what is in progress, the time of the last record that counts. */
  readonly endedAt: Float64Array;
  /**
   * Up to where the measured time goes, counted from the start: what is left is the work of tracking. The end where
   * nobody measured it, or where it was interrupted.
   */
  readonly measuredTo: Float64Array;
  /** How long it took, as it was measured; NaN while it is in progress, and of what was taken over. */
  readonly tookMs: Float64Array;
  /** How long it was in the queue before it began; 0 where nobody measured it. */
  readonly queuedMs: Float64Array;
  /** The first start and the last end; both 0 when nothing began. */
  readonly from: number;
  readonly to: number;
  /** When attempts of an execution failed that others followed; executions without any are not in it. */
  readonly retriedAt: ReadonlyMap<number, readonly number[]>;
  /** Of executions whose process died, the times in which somebody worked on them; of all others that is the whole bar. */
  readonly parts: ReadonlyMap<number, readonly Span[]>;
  /** What the end of the run waited for. */
  readonly critical: ReadonlySet<number>;
}

/** The bars of everything that began by the record the page stands at; O(executions log executions). */
export const ganttBars = (fold: RunFold): GanttBars => {
  const { firstSeq, lastSeq, states, run, seq } = fold;
  const { at, durationMs } = run.columns;
  const executions = begunIn(fold);
  const now = at[Math.max(0, seq - 1)] ?? 0;
  const column = (): Float64Array => new Float64Array(executions.length);
  const [startedAt, endedAt, measuredTo, queuedMs, tookMs] = [column(), column(), column(), column(), column()];
  const pauses = pausesOf(fold);
  const parts = new Map<number, readonly Span[]>();
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
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
    const took = tookMs[place] ?? Number.NaN;
    const isInterrupted = pauses.some((pause) => pause.to > start && pause.from < end);
    if (isInterrupted) parts.set(execution, livedParts({ from: start, to: end }, pauses, took));
    // Records have whole milliseconds: what is shorter may have been measured longer than it is there.
    measuredTo[place] = isInterrupted || Number.isNaN(took) ? end : Math.min(end, start + took);
    from = Math.min(from, start - (queuedMs[place] ?? 0));
    to = Math.max(to, end);
  }
  const span = executions.length === 0 ? { from: 0, to: 0 } : { from, to };
  const critical = new Set(criticalPath(fold));
  const retriedAt = retriesOf(fold);
  return { executions, startedAt, endedAt, measuredTo, tookMs, queuedMs, ...span, retriedAt, parts, critical };
};

/** In the order of the journal, which is that of what happened; wall clocks may go back. */
const begunIn = ({ firstSeq, run, seq }: RunFold): Int32Array => {
  const { type, subject } = run.columns;
  const found = new Int32Array(firstSeq.length);
  let count = 0;
  for (let index = 0; index < seq; index++)
    if (firstOfExecution.has(type[index] ?? -1) && firstSeq[subject[index] ?? -1] === index + 1)
      found[count++] = subject[index] ?? 0;
  return found.slice(0, count);
};

/** What is taken over completes without having started. */
const firstOfExecution: ReadonlySet<number> = new Set([recordCode["module.started"], recordCode["module.completed"]]);

/** What was interrupted may wait for a worker again; when it has ended, its time says since when it had one. */
const livedParts = (span: Span, pauses: readonly Span[], tookMs: number): readonly Span[] => {
  const parts = activeSpans(span, pauses);
  const last = parts.at(-1);
  if (last === undefined || Number.isNaN(tookMs) || parts.length === 1) return parts;
  return [...parts.slice(0, -1), { from: Math.max(last.from, last.to - tookMs), to: last.to }];
};

/** From the last record of a process that died to the resume, in order. */
const pausesOf = ({ run, seq }: RunFold): readonly Span[] => {
  const { type, at } = run.columns;
  const found: Span[] = [];
  for (let index = 1; index < seq; index++)
    if (type[index] === recordCode["run.resumed"]) found.push({ from: at[index - 1] ?? 0, to: at[index] ?? 0 });
  // A clock that was set back between them leaves no stretch.
  return found.filter(({ from, to }) => to > from);
};

const retriesOf = ({ run, seq }: RunFold): ReadonlyMap<number, readonly number[]> => {
  const { type, subject, at } = run.columns;
  const found = new Map<number, number[]>();
  for (let index = 0; index < seq; index++) {
    if (type[index] !== recordCode["module.retried"]) continue;
    const execution = subject[index] ?? 0;
    const known = found.get(execution);
    if (known === undefined) found.set(execution, [at[index] ?? 0]);
    else known.push(at[index] ?? 0);
  }
  return found;
};

/** When somebody worked on the execution in a row. */
export const partsOf = ({ executions, startedAt, endedAt, parts }: GanttBars, place: number): readonly Span[] => {
  const from = startedAt[place] ?? 0;
  return parts.get(executions[place] ?? -1) ?? [{ from, to: endedAt[place] ?? from }];
};

/** Gathers when work began and ceased; O(executions log executions). */
export const workedTimes = (bars: GanttBars): WorkedTimes => {
  const { startedAt, endedAt, executions, parts } = bars;
  if (parts.size === 0) return { starts: startedAt.toSorted(), ends: endedAt.toSorted() };
  const spans = Array.from(executions.keys()).flatMap((place) => partsOf(bars, place));
  return {
    starts: Float64Array.from(spans, ({ from }) => from).toSorted(),
    ends: Float64Array.from(spans, ({ to }) => to).toSorted(),
  };
};

/** The same bars on another line of time. */
export const barsOn = (axis: TimeAxis, bars: GanttBars): GanttBars =>
  axis.gaps.length === 0
    ? bars
    : {
        ...bars,
        startedAt: bars.startedAt.map(axis.fold),
        endedAt: bars.endedAt.map(axis.fold),
        measuredTo: bars.measuredTo.map(axis.fold),
        queuedMs: bars.queuedMs.map((queued, place) => {
          const start = bars.startedAt[place] ?? 0;
          return axis.fold(start) - axis.fold(start - queued);
        }),
        from: axis.fold(bars.from),
        to: axis.fold(bars.to),
        parts: new Map(
          Array.from(bars.parts, ([execution, parts]) => [
            execution,
            parts.map(({ from, to }) => ({ from: axis.fold(from), to: axis.fold(to) })),
          ]),
        ),
        retriedAt: new Map(Array.from(bars.retriedAt, ([execution, times]) => [execution, times.map(axis.fold)])),
      };
