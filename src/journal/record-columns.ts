import { ExecutionColumns } from "./execution-columns.ts";
import type { DurationMs, EpochMs, JournalRecord, ModuleCompleted, ModuleStarted } from "./record.ts";
import type { RunState } from "./run-state.ts";

/** What a row stands for; `other` holds its record as it came. */
const code = { other: 0, started: 1, queued: 2, completed: 3, experimentStarted: 4, experimentCompleted: 5 } as const;

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
    if (this.#length === 0) this.#begin(record.at);
    this.#put(this.#length, record);
    this.#length++;
  }

  /** Begins after so many records, of which the first had this time: they may be put here later, or never. */
  beginAfter(length: number, firstAt: EpochMs): void {
    this.#begin(firstAt);
    this.#length = length;
  }

  /** Puts a record in its place that was left out before. */
  putEarlier(record: JournalRecord): void {
    this.#put(record.seq - 1, record);
  }

  #put(number: number, record: JournalRecord): void {
    const place = number % this.#pageLength;
    const page = (this.#pages[Math.floor(number / this.#pageLength)] ??= emptyPage(this.#pageLength));
    const at = record.at - this.#firstAt;
    const subject =
      at === (at | 0) && this.#firstAt + at === record.at ? this.#subjectOf(record, page, place) : undefined;
    page.at[place] = at;
    page.subject[place] = subject ?? page.others.push(record) - 1;
    if (subject === undefined) page.codes[place] = code.other;
  }

  #begin(firstAt: EpochMs): void {
    const { executions, experiments } = this.#state.plan.size;
    this.#firstAt = firstAt;
    this.#executions = new ExecutionColumns(executions);
    this.#pageLength = Math.min(longestPage, 2 * (executions + experiments) + 2);
  }

  /** The record at this place, counted from 0; undefined for one that was dropped, or is none. O(sequence length). */
  at(place: number): JournalRecord | undefined {
    const page = place < this.#length ? this.#pages[Math.floor(place / this.#pageLength)] : undefined;
    if (page === undefined) return undefined;
    const here = place % this.#pageLength;
    const subject = page.subject[here] ?? 0;
    const head = { seq: place + 1, at: this.#firstAt + (page.at[here] ?? 0) };
    switch (page.codes[here] ?? code.other) {
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
      default:
        return page.others[subject];
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

  /** Notes what columns can hold of a record, and gives its number; undefined where they cannot hold all of it. */
  #subjectOf(record: JournalRecord, { codes }: Page, place: number): number | undefined {
    switch (record.type) {
      case "module.started":
        codes[place] = record.queuedMs === undefined ? code.started : code.queued;
        if (record.queuedMs !== undefined) this.#executions.setQueued(record.execution, record.queuedMs);
        return record.execution;
      case "module.completed":
        if (record.attempt !== 1 || record.origin !== "executed" || record.reuse !== undefined) return undefined;
        for (const _ in record.annotations) return undefined;
        codes[place] = code.completed;
        this.#executions.setCompleted(record.execution, record);
        return record.execution;
      case "experiment.started":
        codes[place] = code.experimentStarted;
        return record.experiment;
      case "experiment.completed":
        codes[place] = code.experimentCompleted;
        return record.experiment;
      case "run.started":
      case "run.resumed":
      case "schema.recorded":
      case "step.completed":
      case "module.retried":
      case "module.failed":
      case "experiment.failed":
      case "run.completed":
      case "run.failed":
        return undefined;
    }
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

const noAnnotations: ModuleCompleted["annotations"] = Object.freeze({});

const emptyPage = (length: number): Page => ({
  codes: new Uint8Array(length),
  at: new Int32Array(length),
  subject: new Uint32Array(length),
  others: [],
});
