/** A run of one worker that nobody hears of, of modules nothing is waited for: each end is kept with the start that follows. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

import { defineWorkflow, Executor, type ValueCodec } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

/** How an unheard run is run. */
export interface UnheardRun {
  readonly path: string;
  /** Where is noted what anybody outside is told, whichever process tells it: a file each. */
  readonly notes: string;
  /** `few`: seven executions. `many`: 411. */
  readonly size: "few" | "many";
  readonly runId?: string;
  /** Called at each moment to be killed at. */
  readonly onMoment?: (moment: "call" | "encode" | "turn") => void;
  /** Lets so much time pass that the event loop gets a turn after the module. */
  readonly spendTurn?: () => void;
}

/** A module was called with what another had put out; or had ended when the event loop got its next turn. */
export type Note = readonly ["call", key: string, input: unknown] | readonly ["turn", key: string];

/** What was noted; none where nothing was. */
export const notesIn = (notes: string): readonly Note[] =>
  existsSync(notes)
    ? readFileSync(notes, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Note)
    : [];

interface Row {
  readonly name: string;
  readonly size: number;
}

const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, {}]));

const configs = {
  few: { Loader: { one: {} }, Scaler: { steady: {}, slow: {} }, Reporter: { good: {}, bad: {} } },
  many: { Loader: numbered(3), Scaler: numbered(8), Reporter: { ...numbered(15), bad: {} } },
};

/** Writes lists of rows as JSON does, and tells when. */
export const rowsCodec = (onMoment?: (moment: "encode") => void): ValueCodec<readonly Row[]> => ({
  id: "rows",
  detect: (value): value is readonly Row[] => Array.isArray(value),
  encode: (value) => {
    onMoment?.("encode");
    return new TextEncoder().encode(JSON.stringify(value));
  },
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as readonly Row[],
});

/** An executor of the unheard run: with a run id for a new run, without to go on with one. */
export const unheardExecutor = ({ path, notes, size, runId, ...run }: UnheardRun) => {
  const { onMoment, spendTurn } = run;
  const note = (noted: Note): void => appendFileSync(notes, `${JSON.stringify(noted)}\n`);
  const called = (key: string, input: unknown): void => {
    note(["call", key, input]);
    onMoment?.("call");
  };
  const workflow = defineWorkflow("unheard")
    .module("Loader", {
      run: ({ experimentKey, experimentName }): readonly Row[] => {
        called(experimentKey, null);
        return [{ name: experimentName, size: experimentName.length }];
      },
    })
    .module("Scaler", {
      run: ({ input, experimentKey, experimentName }): readonly Row[] => {
        called(experimentKey, input.data);
        if (experimentName === "slow") spendTurn?.();
        // Where nobody is killed, a turn after the end of the run would find its folder gone.
        if (onMoment !== undefined)
          setImmediate(() => {
            note(["turn", experimentKey]);
            onMoment("turn");
          });
        return input.data.map((row) => ({ ...row, size: row.size / 4, at: experimentName }));
      },
    })
    .module("Reporter", {
      run: ({ input, experimentKey, experimentName }) => {
        called(experimentKey, input.data);
        if (experimentName === "bad") throw new Error("no report");
        return { of: experimentKey, rows: input.data.length };
      },
    });
  return new Executor({
    workflow,
    config: configs[size],
    // Some go on from a checkpoint, some from the beginning.
    store: sqliteStore(path, { codecs: [rowsCodec(onMoment)], checkpointRecords: size === "few" ? 10 : 150 }),
    ...(runId !== undefined && { runId }),
  });
};
