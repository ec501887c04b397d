import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Scope from "effect/Scope";

import { StoreError } from "../store-error.ts";
import { Executor } from "../executor/executor.ts";
import type { RunOptions } from "../executor/executor-options.ts";
import type { Status } from "../status/status.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { complaint } from "./complaint.ts";
import { goOnHint } from "./go-on-hint.ts";
import { inspectRun } from "./inspect-run.ts";
import type { StopSignal } from "./exit-code.ts";
import { openJournal } from "./journal-file.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { showProgress } from "./progress.ts";
import { reportRun, type RunReport } from "./run-report.ts";
import { startFailure } from "./start-failure.ts";
import { stopSignals } from "./stop-signals.ts";
import { strayErrors } from "./stray-errors.ts";

/** A run to carry out, as it was asked for. */
export interface Task {
  /** The path of the workflow file, and of the config. */
  readonly workflow: string;
  readonly config: string;
  readonly petsard: boolean;
  readonly quiet: boolean;
  readonly options: Pick<RunOptions, "concurrency" | "engine" | "onFailure" | "resources" | "reuse">;
  /** The file the run is kept in; undefined for none. */
  readonly store: string | undefined;
  /** Which run of the store goes on, or is begun from; a wholly new run when absent. */
  readonly way?:
    | { readonly kind: "resume" | "retry"; readonly runId: string }
    | { readonly kind: "fork"; readonly snapshotId: string };
  readonly journal?: { readonly path: string; readonly force: boolean };
  /** Shows the run in the browser while it goes on. */
  readonly inspect?: { readonly port: number; readonly open: boolean; readonly allowControl: boolean };
}

/** How a run ended, and everything that is to be said of it. */
export interface Ended {
  readonly report: RunReport;
  /** The signal that came first, if any did. */
  readonly received: StopSignal | undefined;
  /** Whether an error came from outside of every execution. */
  readonly stray: boolean;
  readonly journal: { readonly path: string; readonly failure: string | undefined } | undefined;
  /** Why the run could not be recorded to its end. */
  readonly storeFailure: StoreError | undefined;
}

/** Runs a workflow, or goes on with a run of it, and shows how it goes; in the browser, until the scope `looking` closes. */
export const carryOut = Effect.fnUntraced(function* (task: Task, looking: Scope.Scope) {
  const progress = yield* showProgress(task.quiet ? "none" : process.stderr.isTTY ? "live" : "lines");
  const { workflow, layer, secrets } = yield* loadWorkflow(task.workflow);
  const config = yield* loadConfig(task.config, task.petsard);
  let redact = nothingIsSecret;
  const say = (message: string): void => progress.note(complaint(redact(message)));
  let parting = nothingLeft;
  const stops = yield* stopSignals(say, () => parting());
  const strays = yield* strayErrors(say);
  const options: RunOptions = {
    // Only the results at the ends of the paths are shown.
    retain: "leaves",
    ...task.options,
    secrets,
    ...(task.store !== undefined && { store: sqliteStore(task.store) }),
    signal: AbortSignal.any([stops.signal, strays.signal]),
  };
  const executor = yield* Effect.try({
    try: () => new Executor({ workflow, layer, config, ...options }),
    catch: startFailure,
  });
  redact = (text) => executor.redact(text);
  parting = () => leftBehind(task, executor.status);
  if (task.inspect !== undefined) {
    const inspector = yield* Effect.provideService(inspectRun(executor, task.inspect), Scope.Scope, looking);
    progress.note(`watch the run: ${inspector.link()} (the link works once)\n`);
  }
  const journal = task.journal && (yield* openJournal(task.journal, say));
  // First the journal, then the screen: nothing is shown that could be lost.
  executor.observe((record) => {
    journal?.write(record);
    progress.tell(record, executor.status);
  });
  const storeFailure = yield* runningOf(executor, task.way).pipe(
    Effect.as(undefined),
    // A run that has begun is summed up, as far as it came.
    Effect.catchTag("StoreError", (error) =>
      executor.status.runId === undefined ? Effect.fail(notBegun(error, task)) : Effect.succeed(error),
    ),
    Effect.catchCause((cause) => Effect.fail(startFailure(Cause.squash(cause), redact))),
  );
  return {
    report: { ...(yield* summedUp(executor.status, redact)), ...keptIn(task, executor.status) },
    received: stops.received(),
    stray: strays.signal.aborted,
    journal: journal && { path: journal.path, failure: journal.failure() },
    storeFailure,
  } satisfies Ended;
});

/** A run that is to go on with an earlier one, or from it, needs the very store; a new one does not. */
const notBegun = (error: StoreError, { way }: Task): StoreError => {
  if (way !== undefined) return error;
  const { reason, subject, cause } = error;
  const detail = `${error.detail}\nNothing has run. --store PATH keeps the run in another file, --no-store in none.`;
  return new StoreError({ reason, subject, detail, cause });
};

/** Of the time before anybody knows what is. */
const nothingIsSecret = (text: string): string => text;

/** A run that went on from a checkpoint reads its records before that now. One that is damaged did not keep it from its end. */
const summedUp = (status: Status, redact: (text: string) => string): Effect.Effect<RunReport, StoreError> =>
  Effect.try({
    try: () => reportRun(status, redact),
    catch: (thrown) => {
      if (!(thrown instanceof StoreError)) throw thrown;
      const { reason, subject, cause } = thrown;
      const detail = `it is ${status.state}, and cannot be summed up: ${thrown.detail}`;
      return new StoreError({ reason, subject, detail, cause });
    },
  });

/** Where a run is kept, and how to go on: with it while it is not over, from it where something failed. */
const keptIn = (
  { store, workflow, config, petsard }: Task,
  status: Pick<Status, "runId" | "state" | "isOver">,
): Pick<RunReport, "store" | "resume" | "retry"> => {
  const { runId } = status;
  if (store === undefined || runId === undefined) return {};
  const run = { runId, store, workflow, config, petsard };
  if (!status.isOver()) return { store, resume: goOnHint("resume", run) };
  return { store, ...(status.state === "Failed" && { retry: goOnHint("retry", run) }) };
};

const nothingLeft = (): string => "ended at once; nothing had run";

/** What is said of a run whose process ends at once. */
const leftBehind = (task: Task, status: Parameters<typeof keptIn>[1]): string => {
  if (status.runId === undefined) return nothingLeft();
  if (task.store === undefined) return "ended at once; the run was kept nowhere";
  const { resume } = keptIn(task, status);
  return resume === undefined ? "ended at once; the run was over" : `ended at once. Go on with the run:\n${resume}`;
};

const runningOf = (
  executor: Pick<Executor<readonly [], never, never>, "runEffect" | "resumeEffect" | "retryEffect" | "forkEffect">,
  way: Task["way"],
) => {
  switch (way?.kind) {
    case undefined:
      return executor.runEffect;
    case "resume":
      return executor.resumeEffect(way.runId);
    case "retry":
      return executor.retryEffect(way.runId);
    case "fork":
      return executor.forkEffect(way.snapshotId);
  }
};
