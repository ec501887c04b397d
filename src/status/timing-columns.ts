import type { RunLog } from "../journal/run-log.ts";
import { timingOf } from "./timing-of.ts";
import { queueTime, type TimingColumn, type TimingRecord, type TimingRows, wholeExecution } from "./timing.ts";

/**
 * The timing of a run as it is now, read from the columns of its log: a million executions are summarised without an
 * object being made of one of them.
 */
export class TimingColumns implements TimingRows {
  readonly #log: RunLog;
  readonly #lastSeq: number;
  #length: number | undefined;
  #records: readonly TimingRecord[] | undefined;

  /** `log` keeps all records. */
  constructor(log: RunLog) {
    this.#log = log;
    this.#lastSeq = log.state.seq;
  }

  // Counted, and not the total of the state: that they agree is a law, which would else hold of whatever is counted there.
  get length(): number {
    return (this.#length ??= this.#count());
  }

  #count(): number {
    let length = 0;
    this.#log.scan(
      {
        queued: () => length++,
        completed: () => length++,
        other: (record) => {
          if (timingOf(record, this.#log.state) !== undefined) length++;
        },
      },
      this.#lastSeq,
    );
    return length;
  }

  get records(): readonly TimingRecord[] {
    if (this.#records === undefined) {
      const records: TimingRecord[] = [];
      for (const record of this.#log.each(this.#lastSeq)) {
        const timing = timingOf(record, this.#log.state);
        if (timing !== undefined) records.push(Object.freeze(timing));
      }
      this.#records = Object.freeze(records);
    }
    return this.#records;
  }

  each(column: TimingColumn, visit: (value: string, stepName: string, durationSeconds: number) => void): void {
    this.#log.scan(
      {
        queued: (execution, queuedMs) => visit(this.#valueOf(column, execution, queueTime), queueTime, queuedMs / 1000),
        completed: (execution, durationMs) =>
          visit(this.#valueOf(column, execution, wholeExecution), wholeExecution, durationMs / 1000),
        other: (record) => {
          const timing = timingOf(record, this.#log.state);
          if (timing !== undefined) visit(timing[column], timing.stepName, timing.durationSeconds);
        },
      },
      this.#lastSeq,
    );
  }

  #valueOf(column: TimingColumn, execution: number, stepName: string): string {
    const { state } = this.#log;
    switch (column) {
      case "moduleName":
        return state.planned(execution).moduleName;
      case "experimentName":
        return state.planned(execution).experimentName;
      case "experimentKey":
        return state.keyOf(execution);
      case "stepName":
        return stepName;
      case "state":
        return "Completed";
    }
  }
}
