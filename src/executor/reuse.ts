import { StoredValueError } from "../store-error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { ModuleCompleted, RunId } from "../journal/record.ts";
import type { RunCause } from "../journal/reuse-decision.ts";
import type { RunState } from "../journal/run-state.ts";
import type { ResultStoreService } from "../store/result-store.ts";
import type { Tracked } from "../workflow/module.ts";
import type { Plan } from "../workflow/plan.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";

/** The place in another run that a new run begins from. */
export interface RunOrigin {
  readonly runId: RunId;
  /** The last record of that run which counts. */
  readonly seq: number;
}

/** What an earlier run found out about an execution of this one. */
export interface Reused {
  readonly tracked: Tracked<unknown>;
  readonly record: ModuleCompleted;
}

/** What becomes of an execution of a run that begins from an earlier one, and why. */
export type ReuseVerdict =
  | { readonly action: "reuse"; readonly reused: Reused }
  | { readonly action: "run"; readonly cause: RunCause };

/** What a reuse is made from: the run before, and the plan and params of the run to come. */
export interface ReuseSource {
  readonly origin: RunOrigin;
  /** The run before, as it was at that record. */
  readonly before: JournalLog;
  readonly results: Pick<ResultStoreService, "get">;
  readonly plan: Plan;
  readonly params: ParamsFingerprints;
}

/**
 * The executions of an earlier run that a new one need not carry out again.
 *
 * An execution is taken over when the earlier run completed it by its last counted record, with the same params on
 * the whole path, all above it was taken over too, and its result was stored.
 */
export class Reuse {
  readonly origin: RunOrigin;
  readonly #before: RunState;
  readonly #source: ReuseSource;
  readonly #taken = new Set<number>();

  constructor(source: ReuseSource) {
    this.origin = source.origin;
    this.#source = source;
    this.#before = source.before.state;
  }

  /**
   * Whether an execution of the new plan is taken over, and why not. Asked parent first; `isCurrent` may say of a
   * completion that it does not count.
   */
  explain(execution: number, isCurrent: (record: ModuleCompleted) => boolean = () => true): ReuseVerdict {
    const verdict = this.#judge(execution, isCurrent);
    if (verdict.action === "reuse") this.#taken.add(execution);
    return verdict;
  }

  #judge(execution: number, isCurrent: (record: ModuleCompleted) => boolean): ReuseVerdict {
    const { parent, path, depth } = this.#source.plan.execution(execution);
    if (parent !== undefined && !this.#taken.has(parent)) return run("above");
    const earlier = this.#before.plan.indexOf(path);
    if (earlier === undefined) return run("new");
    switch (this.#before.executionState(earlier)) {
      case "NotStarted":
        return run("never-ran");
      case "InProgress":
        return run("in-progress");
      case "Failed":
        return run("failed");
      case "Completed":
        return this.#otherParams(depth, path[depth]?.[1] ?? "") ?? this.#stored(earlier, isCurrent);
    }
  }

  /** Params that hold code have no fingerprint: they are never known to be the same. */
  #otherParams(depth: number, experimentName: string): ReuseVerdict | undefined {
    const { plan, params } = this.#source;
    const begun = this.#before.started;
    const now = params[depth]?.[plan.modules[depth]?.experiments.indexOf(experimentName) ?? -1];
    const before = begun?.params?.[depth]?.[begun.modules[depth]?.experiments.indexOf(experimentName) ?? -1];
    if (typeof now !== "string" || typeof before !== "string") return run("unknown-params");
    return now === before ? undefined : run("other-params");
  }

  #stored(earlier: number, isCurrent: (record: ModuleCompleted) => boolean): ReuseVerdict {
    const record = this.#source.before.at(this.#before.recordsOf(earlier).last);
    if (record?.type === "module.completed" && !isCurrent(record)) return run("other-key");
    const tracked = this.#read(earlier);
    if (tracked === "unreadable") return run("unreadable");
    if (tracked === undefined || record?.type !== "module.completed") return run("not-stored");
    return { action: "reuse", reused: { tracked, record } };
  }

  #read(earlier: number): Tracked<unknown> | "unreadable" | undefined {
    try {
      return this.#source.results.get(earlier);
    } catch (thrown) {
      if (thrown instanceof StoredValueError) return "unreadable";
      throw thrown;
    }
  }
}

const run = (cause: RunCause): ReuseVerdict => ({ action: "run", cause });
