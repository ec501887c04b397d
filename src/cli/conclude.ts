import * as Effect from "effect/Effect";

import { carryOut, type Ended, type Task } from "./carry-out.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { printDocument } from "./print-document.ts";
import { print } from "./print.ts";
import { renderReport } from "./render-report.ts";
import { untilStopped } from "./until-stopped.ts";

/** Carries out a run, sums it up, and says how the process ends; a page that shows it stays until Ctrl-C. */
export const conclude = (task: Task, json: boolean) =>
  Effect.scoped(
    Effect.gen(function* () {
      const looking = yield* Effect.scope;
      // Summed up when its own scope has closed: until then stdout is that of the modules.
      yield* sumUp(yield* Effect.scoped(carryOut(task, looking)), json);
      if (task.inspect === undefined || !process.stdin.isTTY) return;
      yield* print(process.stderr, "The page stays until Ctrl-C.\n");
      yield* untilStopped;
    }),
  );

const sumUp = Effect.fnUntraced(function* (ended: Ended, json: boolean) {
  const { report, received, stray, journal, storeFailure } = ended;
  yield* printDocument(report, json, renderReport);
  const { stderr } = process;
  if (journal?.failure !== undefined) yield* print(stderr, complaint(`${journal.path} ends early: ${journal.failure}`));
  if (storeFailure !== undefined) {
    const remedy = `the run stopped there, unfinished. Go on with it:\n${report.resume ?? ""}`;
    yield* print(stderr, complaint(`${storeFailure.message}\n${remedy}`));
    return yield* setExitCode(exitCodes.store);
  }
  // A signal that came when everything had run cancelled nothing.
  if (received !== undefined && report.reason === "cancelled") return yield* setExitCode(exitCodes[received]);
  if (journal?.failure !== undefined) return yield* setExitCode(exitCodes.journal);
  return yield* setExitCode(report.state === "Completed" && !stray ? exitCodes.completed : exitCodes.failed);
});
