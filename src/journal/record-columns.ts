import { ExecutionColumns, type MeasuredCompletion } from "./execution-columns.ts";
import type {
  DurationMs,
  EpochMs,
  ExperimentCompleted,
  ExperimentStarted,
  JournalRecord,
  ModuleCompleted,
  ModuleStarted,
} from "./record.ts";
import type { RunState } from "./run-state.ts";

/** What a row stands for; `other` holds its record as it came. */
const code = { other: 0, started: 1, queued: 2, completed: 3, experimentStarted: 4, experimentCompleted: 5 } as const;

type Code = (typeof code)[keyof typeof code];
type MoveCode = Exclude<Code, typeof code.other>;

/** Is told of the records that took time by their numbers, and of all that are kept as they came. */
export interface RecordVisitor {
  /** An execution started that had waited. */
  readonly queued: (execution: number, queuedMs: DurationMs) => void;
  /** An execution completed with its first attempt. */
  readonly completed: (execution: number, durationMs: DurationMs) => void;
  readonly other: (record: JournalRecord) => void;
}

interface Page {
  readonly codes: Uint8Array;
  /** Milliseconds from the time of the first record of all. */
  readonly at: Int32Array;
  /** The number of the execution or experiment; for `other`, the place in `others`. */
  readonly subject: Uint32Array;
  readonly others: JournalRecord[];
}

const longestPage = 4096;

/**
 * The records of a run in columns of numbers, as objects only for whoever asks: 9 bytes a record and 16 an execution,
 * where an object takes about 200.
 *
 * Columns hold what nearly all records are: a first attempt that starts or completes with nothing annotated, and the
 * experiments around it. What their numbers leave out, such as names and the schema that was read, is in the plan and
 * the state of the run. Every other record is kept as it came.
 */
export class RecordColumns {
  readonly #state: RunState;
  readonly #pages: (Page | undefined)[] = [];
  #executions = new ExecutionColumns(0);
  /** As long as the records of a small run, which would else spend most of its time on empty pages. */
  #pageLength = longestPage;
  #length = 0;
  #firstAt = 0;

  /** `state` has every record applied that is put here. */
  constructor(state: RunState) {
    this.#state = state;
  }

  /** How many records were put here, those dropped since included. */
  get length(): number {
    return this.#length;
  }

  push(record: JournalRecord): void {
    switch (record.type) {
      case "experiment.started":
        return this.pushExperimentStart(record.at, record.experiment);
      case "experiment.completed":
        return this.pushExperimentCompletion(record.at, record.experiment);
      case "module.started":
        return this.pushStart(record.at, record.execution, record.queuedMs);
      case "module.completed":
        return isPlainCompletion(record.attempt, record)
          ? this.pushCompletion(record.at, record.execution, record)
          : this.#keep(record);
      case "run.started":
        this.#begin(record.at);
        return this.#keep(record);
      case "run.resumed":
      case "schema.recorded":
      case "step.completed":
      case "module.retried":
      case "module.failed":
      case "experiment.failed":
      case "run.completed":
      case "run.failed":
        return this.#keep(record);
    }
  }

  pushExperimentStart(at: EpochMs, experiment: number): void {
    this.#put(code.experimentStarted, at, experiment);
  }

  pushExperimentCompletion(at: EpochMs, experiment: number): void {
    this.#put(code.experimentCompleted, at, experiment);
  }

  /** A first attempt; `queuedMs` if it had to wait. */
  pushStart(at: EpochMs, execution: number, queuedMs: DurationMs | undefined): void {
    if (queuedMs !== undefined) this.#executions.setQueued(execution, queuedMs);
    this.#put(queuedMs === undefined ? code.started : code.queued, at, execution);
  }

  /** One that {@link isPlainCompletion}. */
  pushCompletion(at: EpochMs, execution: number, measured: MeasuredCompletion): void {
    this.#executions.setCompleted(execution, measured);
    this.#put(code.completed, at, execution);
  }

  /** Begins after so many records that are not here, of which the first had this time. */
  beginAfter(length: number, firstAt: EpochMs): void {
    this.#begin(firstAt);
    this.#length = length;
  }

  #begin(firstAt: EpochMs): void {
    const { executions, experiments } = this.#state.plan.size;
    this.#firstAt = firstAt;
    this.#executions = new ExecutionColumns(executions);
    this.#pageLength = Math.min(longestPage, 2 * (executions + experiments) + 2);
  }

  #put(is: MoveCode, at: EpochMs, subject: number): void {
    const after = at - this.#firstAt;
    if (after !== (after | 0) || this.#firstAt + after !== at) {
      this.#keep(this.#recordOf(is, { seq: this.#length + 1, at }, subject));
      return;
    }
    const page = this.#lastPage();
    const place = this.#length % this.#pageLength;
    page.codes[place] = is;
    page.at[place] = after;
    page.subject[place] = subject;
    this.#length++;
  }

  #keep(record: JournalRecord): void {
    const page = this.#lastPage();
    const place = this.#length % this.#pageLength;
    page.codes[place] = code.other;
    page.subject[place] = page.others.push(record) - 1;
    this.#length++;
  }

  /** The page of the next record. */
  #lastPage(): Page {
    return (this.#pages[Math.floor(this.#length / this.#pageLength)] ??= emptyPage(this.#pageLength));
  }

  /** The record at this place, counted from 0; undefined for one that was dropped, or is none. O(sequence length). */
  at(place: number): JournalRecord | undefined {
    const page = place < this.#length ? this.#pages[Math.floor(place / this.#pageLength)] : undefined;
    if (page === undefined) return undefined;
    const here = place % this.#pageLength;
    const subject = page.subject[here] ?? 0;
    const is = (page.codes[here] ?? code.other) as Code;
    if (is === code.other) return page.others[subject];
    return this.#recordOf(is, { seq: place + 1, at: this.#firstAt + (page.at[here] ?? 0) }, subject);
  }

  #recordOf(is: MoveCode, head: Head, subject: number): Move {
    switch (is) {
      case code.started:
        return this.#started(head, subject);
      case code.queued:
        return { ...this.#started(head, subject), queuedMs: this.#executions.queuedMs(subject) };
      case code.completed:
        return this.#completed(head, subject);
      case code.experimentStarted:
        return { ...head, type: "experiment.started", experiment: subject };
      case code.experimentCompleted:
        return { ...head, type: "experiment.completed", experiment: subject };
    }
  }

  /** Goes through the records of `[from, end)`, and makes objects of none that columns hold. */
  scan(from: number, end: number, visit: RecordVisitor): void {
    for (let place = from; place < end; place++) {
      const page = this.#pages[Math.floor(place / this.#pageLength)];
      const subject = page?.subject[place % this.#pageLength] ?? 0;
      const is = page?.codes[place % this.#pageLength];
      if (is === code.completed) visit.completed(subject, this.#executions.durationMs(subject));
      else if (is === code.queued) visit.queued(subject, this.#executions.queuedMs(subject));
      else if (is === code.other && page?.others[subject] !== undefined) visit.other(page.others[subject]);
    }
  }

  /** Lets go of the pages that hold nothing from `place` on. */
  dropBefore(place: number): void {
    for (let page = Math.floor(place / this.#pageLength) - 1; page >= 0 && this.#pages[page] !== undefined; page--)
      this.#pages[page] = undefined;
  }

  #started({ seq, at }: Head, execution: number): ModuleStarted {
    const { moduleName, experimentName, parent } = this.#state.planned(execution);
    const schemaBefore = parent === undefined ? null : this.#state.schemaAfter(parent);
    return { seq, at, type: "module.started", execution, moduleName, experimentName, attempt: 1, schemaBefore };
  }

  #completed({ seq, at }: Head, execution: number): ModuleCompleted {
    const { moduleName, experimentName, parent } = this.#state.planned(execution);
    return {
      seq,
      at,
      type: "module.completed",
      execution,
      moduleName,
      experimentName,
      attempt: 1,
      origin: "executed",
      schemaBefore: parent === undefined ? null : this.#state.schemaAfter(parent),
      schemaAfter: this.#state.schemaAfter(execution),
      changes: this.#executions.changes(execution),
      annotations: noAnnotations,
      durationMs: this.#executions.durationMs(execution),
      result: this.#executions.result(execution),
    };
  }
}

interface Head {
  readonly seq: number;
  readonly at: number;
}

type Move = ExperimentStarted | ExperimentCompleted | ModuleStarted | ModuleCompleted;

/** Whether columns hold all there is to a completion: a first attempt that was carried out, and annotated nothing. */
export const isPlainCompletion = (
  attempt: number,
  { origin, reuse, annotations }: Pick<ModuleCompleted, "origin" | "annotations"> & { readonly reuse?: unknown },
): boolean => {
  if (attempt !== 1 || origin !== "executed" || reuse !== undefined) return false;
  for (const _ in annotations) return false;
  return true;
};

const noAnnotations: ModuleCompleted["annotations"] = Object.freeze({});

const emptyPage = (length: number): Page => ({
  codes: new Uint8Array(length),
  at: new Int32Array(length),
  subject: new Uint32Array(length),
  others: [],
});
