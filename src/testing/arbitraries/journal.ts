import * as fc from "fast-check";

import { decodeRecord } from "../../journal/codec.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { JournalFold } from "../../journal/journal-fold.ts";
import type { Schema } from "../../schema/schema.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import { drawnName } from "./drawn-name.ts";
import { fitConfig } from "./fit-config.ts";
import { movesFrom, type Unplaced } from "./journal-moves.ts";
import { schema } from "./schema.ts";

/** What random journals are like. */
export interface JournalOptions {
  /** Whether the run is over. Default: of some it is. */
  readonly ended?: boolean;
  /** The most executions of its plan. Default 12. */
  readonly maxExecutions?: number;
  /** The most things that happen by chance; a run that is over goes on to its end afterwards. Default 40. */
  readonly maxMoves?: number;
}

/**
 * Random legal journals: any history a run could have, and not only those an executor has made so far.
 *
 * Executions fail, are retried and taken over, experiments are cancelled between two modules, processes die and others
 * go on, clocks go back, schemas come and go. A journal shrinks to one record; one that is over, to a run of one
 * execution. About 0.3 ms each.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * const states = fc.sample(journal({ ended: true }), 100).map((records) => Status.fromJournal(records).state);
 * states.every((state) => state === "Completed" || state === "Failed"); // => true
 * ```
 */
export const journal = (options: JournalOptions = {}): fc.Arbitrary<readonly JournalRecord[]> => {
  checkOptions("journal", options, "ended maxExecutions maxMoves");
  const { ended, maxExecutions = 12, maxMoves = 40 } = options;
  return fc
    .record({
      modules: plannedModules(maxExecutions),
      concurrency: fc.integer({ min: 1, max: 3 }),
      onFailure: fc.constantFrom("continue", "stop"),
      schemas: fc.array(schema({ maxFields: 3 }), { maxLength: 3 }),
      moves: fc.array(fc.record({ move: fc.nat(999), detail: fc.nat(99), laterMs: fc.integer({ min: -5, max: 50 }) }), {
        maxLength: maxMoves,
        size: "large",
      }),
      ends: ended === undefined ? fc.boolean() : fc.constant(ended),
    })
    .map(historyOf);
};

interface Drawn {
  readonly modules: readonly { readonly moduleName: string; readonly experiments: readonly string[] }[];
  readonly concurrency: number;
  readonly onFailure: string;
  readonly schemas: readonly Schema[];
  readonly moves: readonly { readonly move: number; readonly detail: number; readonly laterMs: number }[];
  readonly ends: boolean;
}

const historyOf = ({ modules, concurrency, onFailure, schemas, moves, ends }: Drawn): readonly JournalRecord[] => {
  const writer = new Writer();
  writer.write(
    { type: "run.started", version: 1, runId: "run", workflow: "drawn", modules, concurrency, onFailure },
    0,
  );
  const takeMove = (move: number, detail: number, laterMs: number): void => {
    const { forward, fromOutside } = movesFrom(writer.state, schemas, writer.concurrency);
    const open = detail % 10 === 9 && fromOutside.length > 0 ? fromOutside : forward;
    const records = open[move % open.length]?.(detail) ?? [];
    // A run that shall not be over goes on instead.
    if (ends || !records.some(({ type }) => type === "run.completed" || type === "run.failed"))
      for (const record of records) writer.write(record, laterMs);
  };
  for (const { move, detail, laterMs } of moves)
    if (writer.state.state === "InProgress") takeMove(move, detail, laterMs);
  if (ends) while (writer.state.state === "InProgress") takeMove(0, 0, 1);
  return writer.records;
};

/** Writes records one after the other, each of which has to be legal. */
class Writer {
  readonly #fold = new JournalFold();
  readonly state = this.#fold.state;
  readonly records: JournalRecord[] = [];
  concurrency = 1;
  #at = 1_700_000_000_000;

  write(unplaced: Unplaced | Readonly<Record<string, unknown>>, laterMs: number): void {
    this.#at += laterMs;
    const record = decodeRecord({ seq: this.state.seq + 1, at: this.#at, ...unplaced });
    this.#fold.apply(record);
    this.records.push(record);
    if (record.type === "run.started" || record.type === "run.resumed") this.concurrency = record.concurrency;
  }
}

const moduleNames = ["Loader", "Splitter", "Synthesizer", "Reporter", "a b", "__proto__"];
const experimentNames = ["a", "b", "c_[2-1]", "c_[2-2]", "10", "é", "constructor"];

const plannedModules = (maxExecutions: number): fc.Arbitrary<Drawn["modules"]> =>
  fc
    .uniqueArray(
      fc.record({
        moduleName: drawnName(moduleNames),
        experiments: fc.uniqueArray(drawnName(experimentNames), { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: Math.min(4, maxExecutions), selector: ({ moduleName }) => moduleName },
    )
    .map((modules) => {
      const drawn = modules.map(({ moduleName, experiments }) => ({
        moduleName,
        experiments: experiments.map((name) => ({ name, params: {}, repeat: 1 })),
      }));
      return fitConfig(drawn, maxExecutions).map(({ moduleName, experiments }) => ({
        moduleName,
        experiments: experiments.map(({ name }) => name),
      }));
    });
