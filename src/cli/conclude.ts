import * as Effect from "effect/Effect";

import { carryOut, type Ended, type Task } from "./carry-out.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { printDocument } from "./print-document.ts";
import { printMessage } from "./print.ts";
import { renderReport } from "./render-report.ts";
import { shellLine } from "./shell-line.ts";
import { untilStopped } from "./until-stopped.ts";

/** Carries out a run, sums it up, and says how the process ends; a page that shows it stays until Ctrl-C. */
export const conclude = (task: Task, json: boolean) =>
  Effect.scoped(
    Effect.gen(function* () {
      const looking = yield* Effect.scope;
      // Summed up when its own scope has closed: until then stdout is that of the modules.
      yield* sumUp(yield* Effect.scoped(carryOut(task, looking)), json);
      if (task.inspect === undefined || !process.stdin.isTTY) return;
      yield* printMessage("The page stays until Ctrl-C.\n");
      yield* untilStopped;
    }),
  );

const complain = (message: string): Effect.Effect<void> => printMessage(complaint(message));

const sumUp = Effect.fnUntraced(function* (ended: Ended, json: boolean) {
  const { report, received, stray, journal, storeFailure } = ended;
  const unprinted = yield* Effect.match(printDocument(report, json, renderReport), {
    onSuccess: () => undefined,
    onFailure: ({ message }) => message,
  });
  if (unprinted !== undefined)
    yield* complain(`${unprinted} ${again(report, "show", "This prints the summary again")}`);
  if (journal?.failure !== undefined) {
    const whole = again(report, "export", "This writes it whole, to stdout");
    yield* complain(`${journal.path} ends early: ${journal.failure}. ${whole}`);
  }
  if (storeFailure !== undefined) {
    const remedy = `the run stopped there, unfinished. Go on with it:\n${report.resume ?? ""}`;
    yield* complain(`${storeFailure.message}\n${remedy}`);
    return yield* setExitCode(exitCodes.store);
  }
  // A signal that came when everything had run cancelled nothing.
  if (received !== undefined && report.reason === "cancelled") return yield* setExitCode(exitCodes[received]);
  if (journal?.failure !== undefined || unprinted !== undefined) return yield* setExitCode(exitCodes.output);
  return yield* setExitCode(report.state === "Completed" && !stray ? exitCodes.completed : exitCodes.failed);
});

/** What there is to do when something of a run could not be written: a store has all of it. */
const again = ({ store, runId }: Ended["report"], command: string, what: string): string =>
  store === undefined || runId === null
    ? "The run is kept nowhere else: with --store it would be."
    : `The store has all of it. ${what}:\n${shellLine(["runstate", command, runId, "--store", store])}`;
