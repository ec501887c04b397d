import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import type { AnyActorRef } from "xstate";

import { StatusError } from "../error.ts";
import { JournalLog } from "../journal/journal-log.ts";
import { RecordRedaction } from "../journal/record-redaction.ts";
import type { RunId } from "../journal/record.ts";
import { inMemoryRun } from "../store/in-memory-run.ts";
import { ResultStore, type ResultStoreService } from "../store/result-store.ts";
import type { Config } from "../workflow/config.ts";
import type { Plan } from "../workflow/plan.ts";
import type { Cancellation } from "./cancellation.ts";
import { resourcesOf } from "./check-limits.ts";
import { checkNames } from "./check-names.ts";
import { checkOptionValues } from "./check-option-values.ts";
import type { RunRefusal } from "./claim-run.ts";
import { modulesIn } from "./engine.ts";
import type { RunOptions } from "./executor-options.ts";
import type * as KeepRun from "./keep-run.ts";
import { keepResults } from "./keep-results.ts";
import type { Observers } from "./observers.ts";
import type { RunOutcome } from "./outcome.ts";
import { watchProcessIdle } from "./process-idle.ts";
import { Recorder } from "./recorder.ts";
import { reportToRun } from "./report-to-run.ts";
import { ownRunActor } from "./run-actor.ts";
import { LiveActors, noActors } from "./run-actors.ts";
import type { RunSecrets } from "./run-secrets.ts";
import { runWorkflow } from "./run-workflow.ts";
import type { PreparedModule } from "./runner-setup.ts";

/** A new run, one that goes on, or one that begins from another. */
export type RunWay =
  | { readonly kind: "new" }
  | { readonly kind: "resume"; readonly runId: RunId }
  | { readonly kind: "from"; readonly runId: RunId; readonly seq?: number };

/** Who a run is run for, when it is not its caller alone: the run actor of a user's own system. */
export interface RunHost {
  readonly run: AnyActorRef;
  readonly runId: string;
}

/** What one run is carried out with. */
export interface CarryOutSetup {
  readonly runId: RunId;
  readonly way: RunWay;
  readonly host: RunHost | undefined;
  readonly workflow: { readonly name: string };
  readonly config: Config;
  readonly plan: Plan;
  readonly modules: readonly PreparedModule[];
  readonly secrets: RunSecrets;
  readonly options: RunOptions;
  readonly observers: Observers;
  readonly cancellation: Cancellation;
  /** The code of a run that is kept in a store. */
  readonly keeping: Effect.Effect<typeof KeepRun>;
  /** Called when the run is claimed, before anything is recorded. */
  readonly onStatus: (log: JournalLog, results: ResultStoreService) => void;
  /** Called once the end of the run is recorded. */
  readonly onEnded: () => void;
}

/** Carries out one run from its claim to its end, with all it needs held in a scope of its own. */
export const carryOut = (setup: CarryOutSetup): Effect.Effect<RunOutcome, RunRefusal> => {
  const { runId, way, host, config, plan, modules, secrets, options, observers, cancellation } = setup;
  const { signal, keepRecords, inspect, store, actors: kind } = options;
  const concurrency = options.concurrency ?? config.options.concurrency ?? 1;
  const retain = options.retain ?? config.options.retain ?? "all";
  const resumes = way.kind === "resume";

  return Effect.gen(function* () {
    const refusal = checkOptionValues(options) ?? checkNames(secrets, { workflow: setup.workflow.name, runId }, plan);
    if (refusal !== undefined) return yield* refusal;
    const log = new JournalLog(keepRecords === undefined ? {} : { records: keepRecords }, plan);
    const { redaction } = secrets;
    const hidden = redaction && new RecordRedaction(redaction);
    const kept = yield* store === undefined
      ? keptNowhere(setup)
      : Effect.flatMap(setup.keeping, ({ keepRun }) => keepRun(store, setup, log));
    const { journal, results, params, origin, reuse } = kept;
    setup.onStatus(log, results);

    const services = Layer.mergeAll(
      Recorder.layer({
        log,
        observers,
        journal,
        writers: concurrency === 1 ? "one" : "together",
        hidden,
      }),
      Layer.succeed(ResultStore, results),
    );
    const isSeen = host !== undefined || inspect !== undefined;
    const run = isSeen ? (host?.run ?? (yield* ownRunActor(runId, inspect))) : undefined;
    const actors = run === undefined ? noActors : new LiveActors(run, kind ?? "leaf");
    if (host !== undefined) yield* during(() => observers.add(reportToRun(log, actors)));
    if (signal !== undefined) yield* during(() => cancellation.follow(signal, "cancelled"));
    yield* during(() => watchProcessIdle(() => cancellation.cancel({ reason: "interrupted", cause: neverSettles() })));

    const inEngine = yield* modulesIn(options.engine, modules, redaction);

    const outcome = yield* runWorkflow({
      runId,
      workflowName: setup.workflow.name,
      plan,
      params,
      origin,
      reuse,
      hidden,
      modules: inEngine.modules,
      engineLimit: inEngine.limit,
      log,
      actors,
      cancellation,
      concurrency,
      resources: resourcesOf(config.options.resources, options.resources),
      onFailure: options.onFailure ?? config.options.onFailure ?? "continue",
      retain,
      onEnded: setup.onEnded,
    }).pipe(
      Effect.provide(services),
      // What is not on record has not happened: modules that still run are told to stop.
      Effect.tapError((cause) => Effect.sync(() => cancellation.cancel({ reason: "interrupted", cause }))),
    );
    if (resumes) keepResults(log.state, results, retain);
    return outcome;
  }).pipe(Effect.scoped);
};

/** A run kept by nobody but this process; there is none to resume or to begin from. */
const keptNowhere = ({ way }: CarryOutSetup): Effect.Effect<KeepRun.KeptRun, StatusError> =>
  way.kind === "new"
    ? Effect.succeed({ ...inMemoryRun(), journal: undefined, params: undefined, origin: undefined, reuse: undefined })
    : Effect.fail(
        new StatusError({
          reason: "unknown-id",
          subject: way.runId,
          detail: "this executor has no store. Give it the option store.",
        }),
      );

const neverSettles = (): Error =>
  new Error("the module can never settle: nothing is left in this process that could wake it");

/** Holds what `start` began until the scope closes; `start` gives the function that ends it. */
const during = (start: () => () => void): Effect.Effect<void, never, Scope.Scope> =>
  Effect.asVoid(Effect.acquireRelease(Effect.sync(start), (stop) => Effect.sync(stop)));
