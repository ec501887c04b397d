import * as Effect from "effect/Effect";

import { StoreError } from "../../store-error.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { JournalFold } from "../../journal/journal-fold.ts";
import type { ResultStoreService } from "../../store/result-store.ts";
import type { OwnedRun, StoreService } from "../../store/store.ts";
import type { Tracked } from "../../workflow/module.ts";

/** What befalls a process at one of its appends, counted from the last step on. */
export interface AppendFault {
  /** `crash`: it ends once this append is kept. `refuse`: the store does not take it. `cancel`: the run is cancelled once it is. */
  readonly kind: "crash" | "refuse" | "cancel";
  readonly append: number;
}

/** What is left of a run whatever becomes of the processes that work on it, folded as they append to it. */
export class KeptRun {
  readonly records: JournalRecord[] = [];
  readonly #fold = new JournalFold();
  readonly state = this.#fold.state;
  readonly #results = new Map<number, Tracked<unknown>>();
  /** What no journal may hold, when a process appended it. */
  illegal: string | undefined;

  result(execution: number): Tracked<unknown> | undefined {
    return this.#results.get(execution);
  }

  keep(records: readonly JournalRecord[]): void {
    for (const record of records) {
      try {
        this.#fold.apply(record);
      } catch (thrown) {
        this.illegal ??= thrown instanceof Error ? thrown.message : String(thrown);
        return;
      }
      this.records.push(record);
    }
  }

  put(execution: number, result: Tracked<unknown>): void {
    this.#results.set(execution, result);
  }
}

/** An append that takes a while. */
interface WaitingAppend {
  readonly records: readonly JournalRecord[];
  readonly resume: (end: Effect.Effect<void, StoreError>) => void;
}

/** What one process sees of a {@link KeptRun}: it appends at once, or when it is told to if it is slow, unless a fault is due. */
export class ProcessStore {
  readonly #kept: KeptRun;
  readonly #onCancel: () => void;
  readonly #held: (() => void)[] = [];
  readonly #isSlow: boolean;
  #waiting: WaitingAppend | undefined;
  #fault: AppendFault | undefined;
  #appends = 0;
  #crashed = false;
  #closed = false;

  constructor(kept: KeptRun, isSlow: boolean, onCancel: () => void) {
    this.#kept = kept;
    this.#isSlow = isSlow;
    this.#onCancel = onCancel;
  }

  /** The records of the append that waits; undefined when none does. */
  get waiting(): readonly JournalRecord[] | undefined {
    return this.#waiting?.records;
  }

  /** Lets the append that waits come to its end. */
  endAppend(): void {
    const append = this.#waiting;
    if (append === undefined) throw new Error("no append waits");
    this.#waiting = undefined;
    append.resume(this.#end(append.records));
  }

  /** Appends since the step began. */
  get appends(): number {
    return this.#appends;
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  beginStep(fault: AppendFault | undefined): void {
    this.#fault = fault;
    this.#appends = 0;
  }

  /** Lets go of a process that is no more: whatever it would still append is refused. */
  close(): void {
    this.#closed = true;
    for (const refuse of this.#held.splice(0)) refuse();
    this.#waiting?.resume(refused);
    this.#waiting = undefined;
  }

  /** The store as an executor opens it. */
  readonly service: Effect.Effect<StoreService> = Effect.sync(() => ({
    own: () => Effect.sync(() => this.#owned()),
    runs: Effect.succeed([]),
    records: () => Effect.sync(() => this.#kept.records),
    results: () => Effect.sync(() => ({ get: (execution) => this.#kept.result(execution) })),
    findReusable: () => Effect.succeed({ kind: "none" }),
  }));

  #owned(): OwnedRun {
    const results: ResultStoreService = {
      put: (execution, result) =>
        Effect.sync(() => {
          if (!this.#closed && !this.#crashed) this.#kept.put(execution, result);
          return `result ${execution}`;
        }),
      get: (execution) => this.#kept.result(execution),
      release: () => Effect.void,
    };
    return {
      journal: { append: (records) => Effect.suspend(() => this.#append(records)) },
      results,
      records: [...this.#kept.records],
    };
  }

  #append(records: readonly JournalRecord[]): Effect.Effect<void, StoreError> {
    if (this.#closed) return refused;
    // A process that ended goes no further.
    if (this.#crashed) return this.#hold();
    if (!this.#isSlow) return this.#end(records);
    return Effect.callback((resume) => {
      if (this.#waiting !== undefined) this.#kept.illegal ??= "an append began while another was under way";
      this.#waiting = { records, resume };
    });
  }

  #end(records: readonly JournalRecord[]): Effect.Effect<void, StoreError> {
    this.#appends++;
    const kind = this.#fault?.append === this.#appends ? this.#fault.kind : undefined;
    if (kind === "refuse") return refused;
    this.#kept.keep(records);
    if (kind === "cancel") this.#onCancel();
    if (kind !== "crash") return Effect.void;
    this.#crashed = true;
    return this.#hold();
  }

  #hold(): Effect.Effect<void, StoreError> {
    return Effect.callback((resume) => void this.#held.push(() => resume(refused)));
  }
}

const refused = Effect.fail(
  new StoreError({ reason: "full", subject: "the explored store", detail: "it refuses this write.", cause: undefined }),
);
