import type * as Clock from "effect/Clock";

import type { StoreError } from "../store-error.ts";
import { type Now, nowOf } from "../journal/at-once.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { Journal } from "../journal/journal.ts";
import type { EpochMs } from "../journal/record.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import { after } from "./after.ts";
import type { BuildRecords } from "./group-commit.ts";
import type { Observers } from "./observers.ts";
import { RecordBatch } from "./record-batch.ts";

/** The time of what was recorded: at once where nothing has to be waited for to keep it, else an Effect that keeps it. */
export type Recorded = Now<EpochMs, StoreError>;

/** What appends records, in the order in which it is called. */
export interface RecordWriter {
  /** Appends what was held back, then these records. */
  readonly append: (build: BuildRecords) => Recorded;
  /** Holds records back until the next are appended, if nobody is to be told of them; else appends them. */
  readonly hold: (build: BuildRecords) => Recorded;
  /** Appends these records in one batch with what was held back. */
  readonly appendNext: (build: BuildRecords) => Recorded;
  /** Appends what was held back; undefined when nothing is. */
  readonly keepHeld: () => Recorded | undefined;
}

/** What the records of a single worker are made with, and where they go. */
export interface SoleWriterSetup {
  readonly log: JournalLog;
  readonly observers: Observers;
  readonly journal: Journal["Service"];
  readonly clock: Clock.Clock;
  readonly hidden: RecordRedaction | undefined;
  /** Tells of a batch that is kept. */
  readonly tell: (batch: RecordBatch) => void;
}

/**
 * Appends the records of a single worker, which never waits for its turn: asking for one that is always free would take
 * 0.7 µs an append.
 *
 * A store takes about as long for one record as for a few, so an end that nobody hears of is held back until the start
 * that follows on it. Each is recorded with its own time, and nothing but the grouping tells.
 */
export const soleWriter = ({ log, observers, journal, clock, hidden, tell }: SoleWriterSetup): RecordWriter => {
  const keep = nowOf(journal.append);
  const isKeptAtOnce = journal.append.now !== undefined;
  let held: { readonly build: BuildRecords; readonly at: EpochMs } | undefined;
  /** The batch before: what could not be kept is not gone on with. */
  let spare: RecordBatch | undefined;

  const appendNext = (build: BuildRecords): Recorded => {
    const at = clock.currentTimeMillisUnsafe();
    const batch = spare ?? new RecordBatch(log, at, hidden);
    spare = undefined;
    batch.next(held?.at ?? at);
    held?.build(batch);
    held = undefined;
    batch.goOn(at);
    build(batch);
    return after(keep(batch.records), () => {
      tell(batch);
      if (isKeptAtOnce) spare = batch;
      return at;
    });
  };
  const appendHeld = (): Recorded => appendNext(() => undefined);

  return {
    appendNext,
    keepHeld: () => (held === undefined ? undefined : appendHeld()),
    append: (build) => (held === undefined ? appendNext(build) : after(appendHeld(), () => appendNext(build))),
    hold: (build) => {
      if (!observers.isEmpty) return appendNext(build);
      if (held !== undefined) throw new Error("an end is held back, and another one follows it without a start");
      const at = clock.currentTimeMillisUnsafe();
      held = { build, at };
      return at;
    },
  };
};
