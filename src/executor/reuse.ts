import { StoredValueError } from "../error.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../journal/record.ts";
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

/**
 * Why an execution cannot be taken over from an earlier run. `new`: that has no such execution. `never-ran`, `failed`,
 * `in-progress`: it had not completed it. `other-params`: it had other params. `unknown-params`: they hold code, and
 * nobody can know whether they are the same. `not-stored`, `unreadable`: of its result. `above`: one above it is carried
 * out.
 */
export type RunCause =
  | "above"
  | "new"
  | "never-ran"
  | "failed"
  | "in-progress"
  | "other-params"
  | "unknown-params"
  | "not-stored"
  | "unreadable";

/** What becomes of an execution of a run that begins from an earlier one, and why. */
export type ReuseVerdict =
  | { readonly action: "reuse"; readonly reused: Reused }
  | { readonly action: "run"; readonly cause: RunCause };

/** What a reuse is made from: the run before, and the plan and params of the run to come. */
export interface ReuseSource {
  readonly origin: RunOrigin;
  readonly records: readonly JournalRecord[];
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
  readonly #log = new JournalLog();
  readonly #source: ReuseSource;
  readonly #taken = new Set<number>();

  constructor(source: ReuseSource) {
    this.origin = source.origin;
    this.#source = source;
    for (const record of source.records.slice(0, source.origin.seq)) this.#log.append(record);
    this.#before = this.#log.state;
  }

  /** What is known of an execution of the new plan; undefined when it has to be carried out. Asked parent first. */
  take(execution: number): Reused | undefined {
    const verdict = this.explain(execution);
    return verdict.action === "reuse" ? verdict.reused : undefined;
  }

  /** Whether an execution of the new plan is taken over, and why not. Asked parent first. */
  explain(execution: number): ReuseVerdict {
    const verdict = this.#judge(execution);
    if (verdict.action === "reuse") this.#taken.add(execution);
    return verdict;
  }

  #judge(execution: number): ReuseVerdict {
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
        return this.#otherParams(depth, path[depth]?.[1] ?? "") ?? this.#stored(earlier);
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

  #stored(earlier: number): ReuseVerdict {
    const record = this.#log.at(this.#before.recordsOf(earlier).last);
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
