import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { JournalRecord } from "../journal/record.ts";
import type { Status } from "../status/status.ts";
import { divertOutput } from "./divert-output.ts";
import { liveTable } from "./live-table.ts";
import { paintFor } from "./paint.ts";
import { progressLine } from "./progress-line.ts";

/** What is shown on stderr while a run goes on. */
export interface Progress {
  readonly tell: (record: JournalRecord, status: Status) => void;
  /** Shows a text that stays. */
  readonly note: (text: string) => void;
}

/** How much is shown: a live table needs a terminal, `lines` suits pipes and logs. */
export type ProgressStyle = "live" | "lines" | "none";

/** Shows the progress of a run until the scope closes; what modules print meanwhile goes to stderr too. */
export const showProgress = (style: ProgressStyle): Effect.Effect<Progress, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { stdout, stderr } = process;
    const write = stderr.write.bind(stderr);
    if (style === "live") {
      const table = yield* Effect.acquireRelease(
        Effect.sync(() => liveTable(stderr, write)),
        ({ end }) => Effect.sync(end),
      );
      yield* divertOutput(stderr, table.note);
      yield* divertOutput(stdout, table.note);
      return table;
    }
    yield* divertOutput(stdout, write);
    const paint = paintFor(stderr);
    return {
      tell: (record, status) => {
        const line = style === "none" ? undefined : progressLine(record, status, paint);
        if (line !== undefined) write(`${line}\n`);
      },
      note: write,
    };
  });
