import type { JournalRecord } from "../journal/record.ts";
import { Status } from "../status/status-from-journal.ts";
import { queueTime, type TimingRecord, wholeExecution } from "../status/timing.ts";

/** One event of the Chrome trace format; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  /** A whole span, or the name of a lane. */
  readonly ph: "X" | "M";
  readonly ts: number;
  readonly dur?: number;
  readonly pid: 1;
  /** The lane: spans of one lane lie beside or inside each other. */
  readonly tid: number;
  readonly args: Readonly<Record<string, string | number>>;
}

/** A trace as Perfetto, speedscope and chrome://tracing open it. */
export interface ChromeTrace {
  readonly displayTimeUnit: "ms";
  readonly traceEvents: readonly TraceEvent[];
}

/**
 * The times of a run as a Chrome trace: a span for each execution, with its steps, attempts and waits inside, on the
 * first lane that is free; the time in the queue before it on lanes of its own.
 */
export const chromeTrace = (records: readonly JournalRecord[]): ChromeTrace => {
  const status = Status.fromJournal(records);
  const timing = status.getTiming().records;
  const began = records[0]?.at ?? 0;
  const events: TraceEvent[] = [name("process_name", 0, `${status.workflow ?? ""} ${status.runId ?? ""}`)];
  const wholes = timing.filter(({ stepName }) => stepName === wholeExecution);
  const lanes = layInLanes(wholes);
  const laneOf = new Map(wholes.map((whole, place) => [whole.experimentKey, lanes[place] ?? 0]));
  for (const [place, whole] of wholes.entries())
    events.push(span(whole, whole.experimentKey, began, lanes[place] ?? 0));
  for (const part of timing) {
    if (part.stepName === wholeExecution || part.stepName === queueTime) continue;
    const lane = laneOf.get(part.experimentKey);
    // A part of what has not ended has no lane of its own yet.
    if (lane !== undefined) events.push(span(part, part.stepName, began, lane));
  }
  const used = Math.max(0, ...lanes.map((lane) => lane + 1));
  for (let lane = 0; lane < used; lane++) events.push(name("thread_name", lane, `lane ${lane + 1}`));
  const queued = timing.filter(({ stepName }) => stepName === queueTime);
  const waits = layInLanes(queued);
  for (const [place, wait] of queued.entries())
    events.push(span(wait, wait.experimentKey, began, used + (waits[place] ?? 0)));
  const waiting = Math.max(0, ...waits.map((lane) => lane + 1));
  for (let lane = 0; lane < waiting; lane++) events.push(name("thread_name", used + lane, `queue ${lane + 1}`));
  return { displayTimeUnit: "ms", traceEvents: events };
};

const span = (record: TimingRecord, label: string, began: number, lane: number): TraceEvent => ({
  name: label,
  cat: record.stepName,
  ph: "X",
  ts: (record.startTime - began) * 1000,
  dur: record.durationSeconds * 1e6,
  pid: 1,
  tid: lane,
  args: {
    module: record.moduleName,
    experiment: record.experimentName,
    key: record.experimentKey,
    attempt: record.attempt,
    state: record.state,
  },
});

const name = (what: string, lane: number, text: string): TraceEvent => ({
  name: what,
  cat: "__metadata",
  ph: "M",
  ts: 0,
  pid: 1,
  tid: lane,
  args: { name: text },
});

/** For each span the first lane that is free when it begins. */
const layInLanes = (spans: readonly TimingRecord[]): readonly number[] => {
  const order = Array.from(spans.keys()).toSorted((a, b) => (spans[a]?.startTime ?? 0) - (spans[b]?.startTime ?? 0));
  const freeAt: number[] = [];
  const lanes = spans.map(() => 0);
  for (const place of order) {
    const { startTime = 0, durationSeconds = 0 } = spans[place] ?? {};
    const found = freeAt.findIndex((free) => free <= startTime);
    const lane = found === -1 ? freeAt.length : found;
    freeAt[lane] = startTime + durationSeconds * 1000;
    lanes[place] = lane;
  }
  return lanes;
};
