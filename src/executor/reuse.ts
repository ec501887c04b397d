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
    const { plan, results } = this.#source;
    const { parent, path, depth } = plan.execution(execution);
    if (parent !== undefined && !this.#taken.has(parent)) return undefined;
    const [moduleName, experimentName] = path[depth] ?? ["", ""];
    const earlier = this.#before.plan.indexOf(path);
    if (earlier === undefined || this.#before.executionState(earlier) !== "Completed") return undefined;
    if (!this.#sameParams(depth, moduleName, experimentName)) return undefined;
    const record = this.#log.at(this.#before.recordsOf(earlier).last);
    const tracked = results.get(earlier);
    if (record?.type !== "module.completed" || tracked === undefined) return undefined;
    this.#taken.add(execution);
    return { tracked, record };
  }

  /** Params that hold code have no fingerprint: they are never known to be the same. */
  #sameParams(depth: number, moduleName: string, experimentName: string): boolean {
    const { plan, params } = this.#source;
    const before = this.#before.started;
    const now = params[depth]?.[plan.modules[depth]?.experiments.indexOf(experimentName) ?? -1];
    const place = before?.modules[depth];
    if (now === undefined || now === null || place?.moduleName !== moduleName) return false;
    return before?.params?.[depth]?.[place.experiments.indexOf(experimentName)] === now;
  }
}
