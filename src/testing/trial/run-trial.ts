import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import type * as Layer from "effect/Layer";

import { StoreError } from "../../store-error.ts";
import type { RunRefusal } from "../../executor/claim-run.ts";
import { Executor } from "../../executor/executor.ts";
import type { RunOutcome } from "../../executor/outcome.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { openMemory } from "../../store/open-memory.ts";
import { Status } from "../../status/status-from-journal.ts";
import { MemoryRuns } from "../../store/memory-runs.ts";
import type { ModuleType, WorkflowDefinition } from "../../workflow/define-workflow.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { AnyModule } from "../../workflow/module.ts";
import { planConfig } from "../../workflow/plan.ts";
import { readAmounts, type ResourceAmounts } from "../../workflow/resources.ts";
import { isModuleFault, type RunFault } from "../faults/fault.ts";
import { faultyModule } from "../faults/faulty-module.ts";
import { faultyStore, type FaultyStore } from "../faults/faulty-store.ts";
import { withRunParts } from "../run-parts-at-hand.ts";
import { drive, thrownIn, type World } from "./drive.ts";
import { DrivenScheduler } from "./driven-scheduler.ts";
import { Interleaver } from "./interleaver.ts";
import type { Trial } from "./trial.ts";
import type { AnyArgs, Cancelled, LifeEnd, TrialEvent, TrialRun } from "./trial-run.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A workflow as it is tried, with what else its runs need. */
export interface TriedWorkflow {
  readonly name: string;
  readonly modules: readonly AnyModule[];
  readonly layer?: Layer.Layer<never> | undefined;
  readonly resources?: ResourceAmounts | undefined;
  readonly onFailure?: "continue" | "stop" | undefined;
}

/** Carries a trial out, to the end of its last life: one that crashed, or could not write, is followed by another. */
export const runTrial = (workflow: TriedWorkflow, trial: Trial): Effect.Effect<TrialRun> =>
  Effect.gen(function* () {
    const runner = new TrialRunner(workflow, trial);
    const faults = trial.faults.filter((fault): fault is RunFault => !isModuleFault(fault));
    const runs = new MemoryRuns();
    if (trial.earlier !== undefined) yield* runner.before(trial.earlier, runs);
    const isKept = trial.earlier !== undefined || faults.some(endsLife);
    const store = isKept ? faultyStore(runs, faults) : undefined;
    let executor = yield* runner.live({ faults, store, resumes: false });
    const left = store?.left();
    if (left !== undefined) {
      executor = yield* runner.live({
        faults: faults.filter((fault) => !endsLife(fault)),
        store: faultyStore(left.runs, []),
        resumes: left.runs.records(runId).length > 0,
      });
    }
    const { status } = executor;
    const kept = left?.runs ?? runs;
    const records =
      trial.keepRecords === undefined ? status.records : isKept ? kept.records(runId) : runner.recordsTold;
    return {
      trial,
      modules: workflow.modules,
      resources: readAmounts(workflow.resources ?? {}),
      plan: executor.plan,
      events: runner.events,
      lives: runner.lives,
      status,
      records,
      whole: trial.keepRecords === undefined ? status : Status.fromJournal(records),
      earlier: trial.earlier && runs.records(earlierId),
      reports: runner.reports,
    };
  });

/** The id of every run of a trial. */
const runId = "trial" as RunId;

/** And of the run before it, where there is one. */
const earlierId = "earlier" as RunId;

const endsLife = ({ kind }: RunFault): boolean => kind === "crash" || kind === "refuse";

type AnyExecutor = Executor<readonly ModuleType[], never, Trial["config"]>;

/** One process that works on the run: from its start, or from where it was left. */
interface Life {
  readonly faults: readonly RunFault[];
  readonly store: FaultyStore | undefined;
  readonly resumes: boolean;
}

/** Carries out the lives of one trial, one after the other, and notes what happens in them. */
class TrialRunner {
  readonly events: TrialEvent[] = [];
  readonly lives: LifeEnd[] = [];
  reports = 0;
  readonly #workflow: TriedWorkflow;
  readonly #trial: Trial;
  readonly #clock = new VirtualClock();
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(workflow: TriedWorkflow, trial: Trial) {
    this.#workflow = workflow;
    this.#trial = trial;
    const executions = planConfig(trial.config).executions();
    this.#numbers = new Map(Array.from(executions, ({ path, index }) => [experimentKey(path), index]));
  }

  /** Carries out a run before the trial's own, plainly; it leaves its results in the store. */
  before(config: Trial["config"], runs: MemoryRuns): Effect.Effect<void> {
    return Effect.suspend(() => {
      const interleaver = new Interleaver([]);
      const { name, modules } = this.#workflow;
      const plain = modules.map((module) => faultyModule(module, [], interleaver, () => undefined));
      const executor = new Executor<readonly ModuleType[], never, Trial["config"]>({
        ...this.#given(),
        workflow: { name, modules: plain },
        config,
        runId: earlierId,
        store: openMemory(runs),
      });
      const world: World = { clock: this.#clock, scheduler: new DrivenScheduler(), interleaver };
      const unblock = (): boolean => {
        executor.cancel("it comes to no end");
        return false;
      };
      return Effect.asVoid(drive(executor.runEffect, world, unblock));
    });
  }

  /** The records observers were told of. */
  get recordsTold(): readonly JournalRecord[] {
    return this.events.flatMap((event) => (event.type === "told" ? [event.record] : []));
  }

  live(life: Life): Effect.Effect<AnyExecutor> {
    return Effect.suspend(() => {
      const interleaver = new Interleaver(this.#trial.interleaving);
      const executor = this.#executor(life, interleaver);
      this.#observe(executor, life);
      const unblock = (why: "standstill" | "endless"): boolean => {
        const last = this.events.findLast(({ type }) => type !== "quiet");
        if (last?.type === "cancelled" || (why === "standstill" && !interleaver.isHeldUp)) return false;
        this.#cancel(executor, why);
        return true;
      };
      const world: World = {
        clock: this.#clock,
        scheduler: new DrivenScheduler(),
        interleaver,
        onQuiet: () => this.#note(life.store, { type: "quiet", life: this.lives.length }),
      };
      const run = withRunParts(life.resumes ? executor.resumeEffect(runId) : executor.runEffect);
      return Effect.map(drive(run, world, unblock), (exit) => {
        this.lives.push(endOf(exit, life.store));
        return executor;
      });
    });
  }

  #executor({ store }: Life, interleaver: Interleaver): AnyExecutor {
    const { name, modules } = this.#workflow;
    const { config, concurrency, faults, retain, keepRecords, reuse } = this.#trial;
    const ofModules = faults.filter(isModuleFault);
    const called = (args: AnyArgs): void => {
      const execution = this.#numbers.get(args.experimentKey) ?? -1;
      const [{ seq }, atMs] = [executor.status, this.#clock.currentTimeMillisUnsafe()];
      this.#note(store, { type: "called", life: this.lives.length, execution, seq, atMs, args });
    };
    const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
      name,
      modules: modules.map((module) => faultyModule(module, ofModules, interleaver, called)),
    };
    const executor = new Executor<readonly ModuleType[], never, Trial["config"]>({
      ...this.#given(),
      workflow,
      config,
      concurrency,
      runId,
      onObserverError: () => void this.reports++,
      ...(store && { store: store.open }),
      ...(retain && { retain }),
      ...(keepRecords !== undefined && { keepRecords }),
      ...(reuse !== undefined && { reuse }),
    });
    return executor;
  }

  /** What each run of the workflow is given. */
  #given() {
    const { layer, resources, onFailure } = this.#workflow;
    return {
      ...(resources && { resources }),
      ...(onFailure && { onFailure }),
      // What the workflow requires, its caller gave: the types of checkWorkflow insist on it.
      ...(layer && { layer: layer as unknown as undefined }),
    };
  }

  #observe(executor: AnyExecutor, { faults, store }: Life): void {
    executor.observe((record) => {
      const { status } = executor;
      this.#note(store, {
        type: "told",
        life: this.lives.length,
        record,
        stored: store?.stored(),
        ...(status.seq === record.seq && { summary: status.getStatusSummary() }),
      });
      for (const { kind, record: seq } of faults)
        if (kind === "cancel" && seq === record.seq) this.#cancel(executor, "fault");
    });
    executor.observe(({ seq }) => {
      for (const { kind, record } of faults)
        if (kind === "observer" && record === seq) throw new Error("a faulty observer");
    });
  }

  #cancel(executor: AnyExecutor, by: Cancelled["by"]): void {
    this.events.push({ type: "cancelled", life: this.lives.length, by });
    executor.cancel("a fault of the test");
  }

  /** What a process does after its death has not happened. */
  #note(store: FaultyStore | undefined, event: TrialEvent): void {
    if (store?.left()?.kind !== "crashed") this.events.push(event);
  }
}

const endOf = (exit: Exit.Exit<RunOutcome, RunRefusal> | undefined, store: FaultyStore | undefined): LifeEnd => {
  if (store?.left()?.kind === "crashed") return { kind: "crashed" };
  if (exit === undefined) return { kind: "standstill" };
  if (Exit.isSuccess(exit)) return { kind: "outcome", outcome: exit.value };
  const thrown = thrownIn(exit.cause);
  return thrown instanceof StoreError && store?.left() !== undefined
    ? { kind: "refused", error: thrown }
    : { kind: "broken", thrown };
};
