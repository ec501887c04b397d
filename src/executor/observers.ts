import type { JournalRecord } from "../journal/record.ts";

/** Is told of every record, in order, after it was appended. */
export type Observer = (record: JournalRecord) => unknown;

/** What an observer threw, or rejected with; the run went on. */
export interface ObserverFailure {
  readonly record: JournalRecord;
  readonly thrown: unknown;
}

/**
 * The observers of an executor. None of them can break a run, or keep a record from another one.
 *
 * An observer that throws is told further records; only its first failure is reported.
 */
export class Observers {
  readonly #observers = new Map<symbol, Observer>();
  readonly #failed = new Set<symbol>();
  readonly #report: (failure: ObserverFailure) => void;

  constructor(report: (failure: ObserverFailure) => void) {
    this.#report = report;
  }

  /** Adds an observer; the returned function removes it. */
  add(observer: Observer): () => void {
    const id = Symbol("observer");
    this.#observers.set(id, observer);
    return () => void this.#observers.delete(id);
  }

  get isEmpty(): boolean {
    return this.#observers.size === 0;
  }

  tell(record: JournalRecord): void {
    Object.freeze(record);
    for (const [id, observer] of this.#observers) {
      try {
        const returned = observer(record);
        // An async observer fails by rejecting: unheard, that would end the process.
        if (returned instanceof Promise) returned.catch((thrown: unknown) => this.#fail(id, record, thrown));
      } catch (thrown) {
        this.#fail(id, record, thrown);
      }
    }
  }

  #fail(id: symbol, record: JournalRecord, thrown: unknown): void {
    if (this.#failed.has(id)) return;
    this.#failed.add(id);
    try {
      this.#report({ record, thrown });
    } catch {
      // Whoever asked to be told of failing observers failed too: there is nobody left to tell.
    }
  }
}
