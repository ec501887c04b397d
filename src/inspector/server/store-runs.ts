import * as Effect from "effect/Effect";
import type * as Fiber from "effect/Fiber";

import type { JournalRecord, RunId } from "../../journal/record.ts";
import type { StoredRun, StoreService } from "../../store/store.ts";
import type { ResultPreview, RunListItem } from "../protocol/api.ts";
import { recordCode, type RecordType } from "../protocol/record-type.ts";
import { GrowingRun } from "./growing-run.ts";
import type { InspectedRuns, RunFeed } from "./inspected-runs.ts";
import { previewResult } from "./preview-result.ts";

/** A store of runs as an inspector reads it. */
export interface InspectedStore {
  readonly store: StoreService;
  /** Gives all records of a run, one by one, and fails for one that is not as it was written. */
  readonly eachRecord: (runId: RunId, take: (record: JournalRecord) => void) => Effect.Effect<void, unknown>;
  /** The records of a run after one of them, at most so many; how it is asked what came since. */
  readonly recordsAfter: (
    runId: string,
    seq: number,
    limit: number,
  ) => Effect.Effect<readonly JournalRecord[], unknown>;
}

/** How often a run that another process works on is asked for what is new. */
const askEveryMs = 250;

const mostAtOnce = 50_000;

/** The runs of a store: those that are over, those that were left, and those that other processes work on now. */
export class StoreRuns implements InspectedRuns {
  readonly #inspected: InspectedStore;
  readonly #feeds = new Map<string, Promise<StoredFeed | undefined>>();
  readonly #asking: Fiber.Fiber<unknown>[] = [];

  constructor(inspected: InspectedStore) {
    this.#inspected = inspected;
  }

  async list(): Promise<readonly RunListItem[]> {
    return (await Effect.runPromise(this.#inspected.store.runs)).map(listItem);
  }

  open(runId: string): Promise<RunFeed | undefined> {
    const known = this.#feeds.get(runId);
    if (known !== undefined) return known;
    const opening = this.#read(runId);
    this.#feeds.set(runId, opening);
    // What could not be read is read again when it is asked for again.
    opening.then(
      (feed) => feed ?? this.#feeds.delete(runId),
      () => this.#feeds.delete(runId),
    );
    return opening;
  }

  /** Asks for nothing more. */
  close(): void {
    for (const fiber of this.#asking) fiber.interruptUnsafe();
  }

  async #read(runId: string): Promise<StoredFeed | undefined> {
    const { store } = this.#inspected;
    const stored = (await Effect.runPromise(store.runs)).find((run) => run.runId === runId);
    if (stored === undefined) return undefined;
    const feed = await StoredFeed.of(stored, this.#inspected);
    if (feed !== undefined && !feed.ended && stored.owned) this.#asking.push(Effect.runFork(feed.growing));
    else feed?.stop();
    return feed;
  }
}

const listItem = ({
  runId,
  workflow,
  startedAt,
  updatedAt,
  state,
  records,
  executions,
  owned,
}: StoredRun): RunListItem => ({
  runId,
  workflow,
  startedAt,
  updatedAt,
  state,
  records,
  executions,
  live: owned,
});

class StoredFeed implements RunFeed {
  readonly #growing: GrowingRun;
  readonly #runId: RunId;
  readonly #inspected: InspectedStore;

  /** One by one: a million executions are columns of 200 MB, and more than a gigabyte of records. */
  static async of(stored: StoredRun, inspected: InspectedStore): Promise<StoredFeed | undefined> {
    let growing: GrowingRun | undefined;
    await Effect.runPromise(
      inspected.eachRecord(stored.runId, (record) => {
        if (growing === undefined) growing = new GrowingRun(record);
        else growing.append(record);
      }),
    );
    return growing && new StoredFeed(growing, stored.runId, inspected);
  }

  private constructor(growing: GrowingRun, runId: RunId, inspected: InspectedStore) {
    this.#growing = growing;
    this.#runId = runId;
    this.#inspected = inspected;
  }

  get run() {
    return this.#growing.run;
  }

  get ended(): boolean {
    return this.#growing.ended;
  }

  /** Asks again and again for what is new, until the run is over, or nobody works on it any more. */
  get growing(): Effect.Effect<unknown> {
    const ask = Effect.gen({ self: this }, function* () {
      const { owned } = (yield* this.#inspected.store.runs).find(({ runId }) => runId === this.#runId) ?? {
        owned: false,
      };
      for (const record of yield* this.#inspected.recordsAfter(this.#runId, this.run.length, mostAtOnce))
        this.#growing.append(record);
      // Asked for its owner first: whatever the owner recorded to its end is here.
      if (!owned) this.#growing.end();
    });
    return Effect.repeat(Effect.ignore(Effect.delay(ask, askEveryMs)), { while: () => !this.ended });
  }

  stop(): void {
    if (!this.ended) this.#growing.end();
  }

  onChange(listener: () => void): () => void {
    return this.#growing.onChange(listener);
  }

  records(from: number, to: number): Promise<readonly JournalRecord[]> {
    const count = Math.min(to, this.run.length) - from + 1;
    if (count <= 0) return Promise.resolve([]);
    return Effect.runPromise(this.#inspected.recordsAfter(this.#runId, from - 1, count));
  }

  async schema(fingerprint: string) {
    const record = await this.#schemaRecord(fingerprint);
    return record?.type === "schema.recorded" ? record.schema : undefined;
  }

  /**
   * The store is given the two records that lead to a result, its completion and its schema. It would read the whole run
   * for each result: 1 to 2 s with 100,000 executions, of which 5 to 80 ms are left.
   */
  async result(execution: number): Promise<ResultPreview> {
    const completed = await this.#recordOf("module.completed", "subject", execution);
    if (completed?.type !== "module.completed") return previewResult(() => undefined);
    const schema = completed.schemaAfter === null ? undefined : await this.#schemaRecord(completed.schemaAfter);
    const leading = schema === undefined ? [completed] : [schema, completed];
    const results = await Effect.runPromise(this.#inspected.store.results(this.#runId, leading));
    return previewResult(() => results.get(execution));
  }

  #schemaRecord(fingerprint: string): Promise<JournalRecord | undefined> {
    return this.#recordOf("schema.recorded", "after", this.run.texts.indexOf(fingerprint) + 1);
  }

  /** The last record of a type that has something in a column: the columns know its number. */
  async #recordOf(type: RecordType, column: "subject" | "after", value: number): Promise<JournalRecord | undefined> {
    const { columns, length } = this.run;
    const [types, values, code] = [columns.type, columns[column], recordCode[type]];
    let seq = length;
    while (seq > 0 && !(types[seq - 1] === code && values[seq - 1] === value)) seq--;
    const [record] = seq === 0 ? [] : await this.records(seq, seq);
    return record;
  }

  actors() {
    return { actors: [] };
  }
}
