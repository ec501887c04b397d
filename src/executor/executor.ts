import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";

import { type RunMachine, runMachine } from "../../machines/run.ts";
import { type ConfigError, StatusError } from "../error.ts";
import { unstartedLog } from "../journal/run-log.ts";
import type { RunId } from "../journal/record.ts";
import { parseSnapshotId } from "../journal/snapshot-id.ts";
import { Status } from "../status/status.ts";
import type { TimingTable } from "../status/timing.ts";
import { type Config, decodeConfig } from "../workflow/config.ts";
import type { ModuleType } from "../workflow/define-workflow.ts";
import type { Tracked } from "../workflow/module.ts";
import { type Plan, planDecoded } from "../workflow/plan.ts";
import type { ExperimentData, ExperimentKeyOf } from "../workflow/workflow-config.ts";
import { Cancellation } from "./cancellation.ts";
import type { RunHost, RunWay } from "./carry-out.ts";
import type * as Carrying from "./carrying.ts";
import { checkModules } from "./check-modules.ts";
import { checkLimits, resourcesOf } from "./check-limits.ts";
import type { RunRefusal } from "./claim-run.ts";
import { checkExecutorOptions, type ExecutorOptions } from "./executor-options.ts";
import { noSnapshotId } from "./no-snapshot-id.ts";
import type { PreparedModule } from "./runner-setup.ts";
import { type Observer, Observers } from "./observers.ts";
import type { RunOutcome } from "./outcome.ts";
import { RunParts } from "./run-parts.ts";
import { checkSecretOptions, findSecrets, type RunSecrets } from "./run-secrets.ts";
import { runWork } from "./run-work.ts";

/** The results of a workflow with a config, by experiment key. */
export type ResultsOf<Modules extends readonly ModuleType[], C> = {
  readonly [Key in ExperimentKeyOf<Modules, C>]: Tracked<ExperimentData<Modules>>;
};

/**
 * Runs a workflow with a config, and knows everything about the state of that run.
 *
 * The constructor throws a ConfigError for a config that does not fit the workflow; nothing has run then. Each `run()`
 * is a new run with its own id and status.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("hello")
 *   .module("Loader", { run: () => [{ n: 1 }, { n: 2 }] })
 *   .module("Counter", { run: ({ input }) => input.data.length });
 * const executor = new Executor({ workflow, config: { Loader: { two: {} }, Counter: { rows: {} } } });
 * await executor.run();
 * executor.getResult("Loader[two]_Counter[rows]").data; // => 2
 * ```
 */
export class Executor<const Modules extends readonly ModuleType[], Requirements, const C> {
  /** What a run executes, in which order. */
  readonly plan: Plan;
  readonly #options: ExecutorOptions<Modules, Requirements, C>;
  readonly #config: Config;
  readonly #observers: Observers;
  #prepared: readonly PreparedModule[] | undefined;
  #secrets: RunSecrets;
  #status: Status<ResultsOf<Modules, C>, Modules[number]["name"]>;
  #current: Cancellation | undefined;
  #nextRunId: string | undefined;

  constructor(options: ExecutorOptions<Modules, Requirements, C>) {
    checkExecutorOptions(options);
    this.#options = options;
    this.#config = decodeConfig(options.config, limits(options.maxExecutions));
    checkModules(options.workflow.modules, this.#config);
    checkLimits(options.workflow.modules, resourcesOf(this.#config.options.resources, options.resources));
    this.plan = planDecoded(this.#config);
    this.#status = new Status(unstartedLog(this.plan));
    checkSecretOptions(options.secrets);
    this.#secrets = findSecrets(this.#config, options.secrets);
    checkCount("concurrency", options.concurrency, 1);
    checkCount("keepRecords", options.keepRecords, 0);
    if (options.runId === "") throw new RangeError("Executor: runId must not be empty");
    // A store of bytes has the same ones for every half of a pair: two such ids would be one run.
    if (options.runId?.isWellFormed() === false)
      throw new RangeError(`Executor: runId must be well-formed Unicode, got ${JSON.stringify(options.runId)}`);
    this.#nextRunId = options.runId;
    this.#observers = new Observers(options.onObserverError ?? warnOfObserver);
    if (options.observe) this.#observers.add(options.observe);
  }

  /** The status of the current run, or of the last one; before the first, that of a run that has not started. */
  get status(): Status<ResultsOf<Modules, C>, Modules[number]["name"]> {
    return this.#status;
  }

  /**
   * Runs the workflow to its end; a failed module is an outcome.
   *
   * Rejects with a ConfigError when the params of an experiment are refused, and nothing has run then; with a
   * StatusError while a run is in progress.
   */
  run(): Promise<RunOutcome> {
    return Effect.runPromise(this.runEffect);
  }

  /** The run as an Effect; interrupting it cancels the run, and waits until that is recorded. */
  get runEffect(): Effect.Effect<RunOutcome, RunRefusal> {
    return this.#runFor(undefined);
  }

  /**
   * Goes on with an unfinished run of the store, under its id, to its end.
   *
   * Completed executions are not run again; those that were in progress when the run was left get another attempt, and
   * the journal says so. Rejects when the run is over, is owned by a live process, or was begun with other experiments.
   */
  resume(runId: string): Promise<RunOutcome> {
    return Effect.runPromise(this.resumeEffect(runId));
  }

  /** {@link resume} as an Effect. */
  resumeEffect(runId: string): Effect.Effect<RunOutcome, RunRefusal> {
    return this.#runFor(undefined, { kind: "resume", runId: runId as RunId });
  }

  /**
   * This workflow as the machine of one run, for use inside another XState system: invoke it, listen to its emitted
   * events, use its output. Stopping it cancels the run.
   */
  get machine(): RunMachine {
    return runMachine.provide({ actors: { work: runWork((host) => this.#runFor(host)) } });
  }

  /** Ends the current run early; what is in progress fails as cancelled. Does nothing when no run is in progress. */
  cancel(cause: unknown = "cancel() was called"): void {
    this.#current?.cancel({ reason: "cancelled", cause });
  }

  /** Tells `observer` of every record of this executor's runs from now on; the returned function stops it. */
  observe(observer: Observer): () => void {
    return this.#observers.add(observer);
  }

  /** The results of all completed experiments, by key. */
  getResult(): Partial<ResultsOf<Modules, C>>;
  /** The result of one experiment; throws a StatusError with the reason when there is none. */
  getResult(key: ExperimentKeyOf<Modules, C>): Tracked<ExperimentData<Modules>>;
  getResult(key?: ExperimentKeyOf<Modules, C>): unknown {
    return key === undefined ? this.#status.getResult() : this.#status.getResult(key);
  }

  /** Timing of every finished step of the run. */
  getTiming(): TimingTable<Modules[number]["name"]> {
    return this.#status.getTiming();
  }

  /**
   * A text with `[secret]` in the place of every secret of this executor, as the journal has it: for logs of your own.
   *
   * What a params schema makes a secret is known from the first run on.
   */
  redact(text: string): string {
    return this.#secrets.text(text);
  }

  /** Whether every experiment of the run completed. */
  isExecutionCompleted(): boolean {
    return this.#status.isCompleted();
  }

  /**
   * Begins a new run from a finished or unfinished one of the store: what that completed with the same params is taken
   * over, the rest is carried out. The earlier run stays as it is.
   */
  retry(runId: string): Promise<RunOutcome> {
    return Effect.runPromise(this.retryEffect(runId));
  }

  /** {@link retry} as an Effect. */
  retryEffect(runId: string): Effect.Effect<RunOutcome, RunRefusal> {
    return this.#runFor(undefined, { kind: "from", runId: runId as RunId });
  }

  /**
   * Begins a new run from a run as it was at one of its snapshots (`<runId>:<seq>`), usually with another config: what
   * was completed by then with the same params is taken over. The earlier run stays as it is.
   */
  fork(snapshotId: string): Promise<RunOutcome> {
    return Effect.runPromise(this.forkEffect(snapshotId));
  }

  /** {@link fork} as an Effect. */
  forkEffect(snapshotId: string): Effect.Effect<RunOutcome, RunRefusal> {
    const place = parseSnapshotId(snapshotId);
    return place === undefined
      ? Effect.fail(noSnapshotId(snapshotId))
      : this.#runFor(undefined, { kind: "from", ...place });
  }

  #runFor(host: RunHost | undefined, way: RunWay = { kind: "new" }): Effect.Effect<RunOutcome, RunRefusal> {
    return Effect.acquireUseRelease(
      Effect.suspend(() =>
        this.#current === undefined
          ? Effect.succeed((this.#current = new Cancellation()))
          : Effect.fail(alreadyRunning(this.#status.runId)),
      ),
      (cancellation) => this.#runOnce(host, cancellation, way),
      (cancellation) => Effect.sync(() => this.#release(cancellation)),
    );
  }

  /** Lets the next run begin, unless it has begun already. */
  #release(cancellation: Cancellation): void {
    if (this.#current === cancellation) this.#current = undefined;
  }

  #prepare({ prepareModules, secretsWith }: typeof Carrying): Effect.Effect<readonly PreparedModule[], ConfigError> {
    return Effect.tap(prepareModules(this.#options.workflow.modules, this.#config, this.#secrets), (prepared) =>
      Effect.sync(() => {
        this.#secrets = secretsWith(prepared, this.#secrets);
      }),
    );
  }

  #runOnce(host: RunHost | undefined, cancellation: Cancellation, way: RunWay): Effect.Effect<RunOutcome, RunRefusal> {
    const { workflow } = this.#options;
    return Effect.gen({ self: this }, function* () {
      const { carrying, keeping } = yield* RunParts;
      const code = yield* carrying;
      const prepared = (this.#prepared ??= yield* this.#prepare(code));
      const resumed = way.kind === "resume" ? way.runId : undefined;
      const runId = resumed ?? ((host?.runId ?? this.#nextRunId ?? (yield* code.newRunId)) as RunId);
      if (host === undefined && resumed === undefined) this.#nextRunId = undefined;
      const program = code
        .carryOut({
          runId,
          way,
          host,
          workflow,
          config: this.#config,
          plan: this.plan,
          modules: prepared,
          secrets: this.#secrets,
          options: this.#options,
          observers: this.#observers,
          cancellation,
          keeping,
          onStatus: (log, results) => {
            this.#status = new Status(log, results.get);
          },
          onEnded: () => this.#release(cancellation),
          // The workflow's own types say which services its Effects need, and the options' type that the layer has them.
        })
        .pipe(Effect.provide(this.#options.layer ?? Layer.empty));

      // Detached, so that an interruption ends the run the same way as any cancellation: recorded to its last word. No
      // interruption can fall between the fork and the join, where nobody would be left to hear of it.
      return yield* Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(Effect.forkDetach(program), (fiber) =>
          Effect.onInterrupt(restore(Fiber.join(fiber)), () => {
            cancellation.cancel({ reason: "cancelled", cause: "the run was interrupted" });
            return Fiber.await(fiber);
          }),
        ),
      );
    });
  }
}

const limits = (maxExecutions: number | undefined): { readonly maxExecutions?: number } =>
  maxExecutions === undefined ? {} : { maxExecutions };

const checkCount = (option: string, value: number | undefined, least: number): void => {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least))
    throw new RangeError(`Executor: ${option} must be a whole number from ${least}, got ${String(value)}`);
};

const alreadyRunning = (runId: RunId | undefined): StatusError =>
  new StatusError({
    reason: "in-progress",
    subject: runId ?? "this executor",
    detail: "a run is in progress. Await it, or make another Executor to run beside it.",
  });

const warnOfObserver: ConstructorParameters<typeof Observers>[0] = ({ record, thrown }) => {
  Effect.runFork(
    Effect.logWarning(`runstate: an observer failed on record ${record.seq} (${record.type}); the run goes on`, thrown),
  );
};
