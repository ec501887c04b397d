import type { FieldChange } from "../schema/field-change.ts";
import type { DurationMs, ModuleCompleted } from "./record.ts";
import { SharedValues } from "./shared-values.ts";

/** What is measured of a completion, and where its result is kept. */
export type MeasuredCompletion = Pick<ModuleCompleted, "durationMs" | "changes" | "result">;

interface Page {
  readonly durationMs: Float64Array;
  readonly changes: Uint32Array;
  readonly result: Uint32Array;
  /** Made for runs that measure it: those with several workers. */
  queuedMs: Float64Array | undefined;
}

/** Small enough that a run which leaves most of its plan out takes little more than what it carried out. */
const longestPage = 1024;

/** What is on record of executions beside their states, by their number: 16 bytes each, in pages made when needed. */
export class ExecutionColumns {
  readonly #pages = new Map<number, Page>();
  /** The page that was asked for last: records come in the order of the plan, nearly. */
  #lastNumber = -1;
  #last: Page | undefined;
  readonly #changes = new SharedValues<readonly FieldChange[]>();
  readonly #results = new SharedValues<string>();
  readonly #pageLength: number;

  /** `executions`: how many there are at most, as far as that is known. */
  constructor(executions: number) {
    this.#pageLength = Math.min(longestPage, Math.max(1, executions));
  }

  setCompleted(execution: number, { durationMs, changes, result }: MeasuredCompletion): void {
    const page = this.#page(execution);
    const place = execution % this.#pageLength;
    page.durationMs[place] = durationMs;
    page.changes[place] = this.#changes.numberOf(changes);
    page.result[place] = this.#results.numberOf(result);
  }

  setQueued(execution: number, queuedMs: DurationMs): void {
    const page = this.#page(execution);
    page.queuedMs ??= new Float64Array(this.#pageLength);
    page.queuedMs[execution % this.#pageLength] = queuedMs;
  }

  durationMs(execution: number): DurationMs {
    return this.#page(execution).durationMs[execution % this.#pageLength] ?? 0;
  }

  queuedMs(execution: number): DurationMs {
    return this.#page(execution).queuedMs?.[execution % this.#pageLength] ?? 0;
  }

  changes(execution: number): readonly FieldChange[] {
    return this.#changes.at(this.#page(execution).changes[execution % this.#pageLength] ?? 0) ?? [];
  }

  result(execution: number): string {
    return this.#results.at(this.#page(execution).result[execution % this.#pageLength] ?? 0) ?? "";
  }

  #page(execution: number): Page {
    const number = Math.floor(execution / this.#pageLength);
    if (number === this.#lastNumber && this.#last !== undefined) return this.#last;
    let page = this.#pages.get(number);
    if (page === undefined) this.#pages.set(number, (page = emptyPage(this.#pageLength)));
    this.#lastNumber = number;
    this.#last = page;
    return page;
  }
}

const emptyPage = (length: number): Page => ({
  durationMs: new Float64Array(length),
  changes: new Uint32Array(length),
  result: new Uint32Array(length),
  queuedMs: undefined,
});
