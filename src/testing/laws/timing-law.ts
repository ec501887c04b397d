import type { JournalRecord } from "../../journal/record.ts";
import { failedAttempt, queueTime, type TimingRecord, wholeExecution } from "../../status/timing.ts";
import type { Called, TrialRun } from "../trial/trial-run.ts";
import { keyOf } from "./key-of.ts";
import type { RunLaw } from "./run-law.ts";

/** How long things took. On a virtual clock only waiting takes time, so that each moment is known exactly. */
export const timingLaw: RunLaw = {
  claim: "each time is that of its own execution, from when it was ready or its module was called",
  broken: (run) => {
    const { whole: status, records, plan } = run;
    const began = new Beginnings(run);
    const timings = new Map(status.getTiming().records.map((timing) => [timing.recordId, timing]));
    for (const record of records) {
      const timing = timings.get(`${status.runId ?? ""}:${record.seq}`);
      if (timing !== undefined && "execution" in record) {
        const key = keyOf(plan, record.execution);
        if (timing.experimentKey !== key)
          return `the time at record ${record.seq} is told of ${timing.experimentKey}, not of ${key}`;
        const expected = began.of(timing, record);
        if (expected !== undefined && Math.abs(timing.startTime - expected) > 0.01)
          return `the ${timing.stepName} of ${key} is told to have begun at ${inWords(timing.startTime)}, and did at ${inWords(expected)}`;
      }
      began.note(record);
    }
    return undefined;
  },
};

/** When what is timed began, as its records and the calls of modules say. */
class Beginnings {
  readonly #run: TrialRun;
  readonly #calls: readonly Called[];
  /** Which process wrote a record: what it appended right before its death, nobody was told. */
  readonly #lives: ReadonlyMap<number, number>;
  readonly #completedAt = new Map<number, number>();
  #workedOnSince = 0;

  constructor(run: TrialRun) {
    this.#run = run;
    this.#calls = run.events.filter((event) => event.type === "called");
    this.#lives = new Map(
      run.events.flatMap((event) => (event.type === "told" ? [[event.record.seq, event.life]] : [])),
    );
  }

  note(record: JournalRecord): void {
    if (record.type === "run.started" || record.type === "run.resumed") this.#workedOnSince = record.at;
    if (record.type === "module.completed") this.#completedAt.set(record.execution, record.at);
  }

  /** Undefined for what is not known: the steps of a module, and what ended without being called. */
  of(
    { stepName, attempt }: TimingRecord,
    { seq, execution }: { readonly seq: number; readonly execution: number },
  ): number | undefined {
    if (stepName === queueTime) {
      const { parent } = this.#run.plan.execution(execution);
      return Math.max(this.#workedOnSince, (parent === undefined ? undefined : this.#completedAt.get(parent)) ?? 0);
    }
    const life = this.#lives.get(seq) ?? 0;
    const calls = this.#calls.filter((call) => call.execution === execution && call.life === life);
    if (stepName === wholeExecution) return calls[0]?.atMs;
    return stepName === failedAttempt ? calls.find(({ args }) => args.attempt === attempt)?.atMs : undefined;
  }
}

const inWords = (ms: number): string => new Date(ms).toISOString();
