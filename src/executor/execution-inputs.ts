import { StoredValueError } from "../error.ts";
import type { Tracked } from "../workflow/module.ts";
import type { PlannedExperiment } from "../workflow/plan.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import type { RunnerSetup } from "./runner-setup.ts";

/** What an execution reads, and why it cannot be had when it cannot. */
export interface ExecutionInput {
  readonly tracked: Tracked<unknown>;
  readonly lost?: Error;
}

/** What executions read: the result of the module before, and of any other above them. */
export class ExecutionInputs {
  readonly #setup: Pick<RunnerSetup, "log" | "results" | "plan" | "modules">;

  constructor(setup: Pick<RunnerSetup, "log" | "results" | "plan" | "modules">) {
    this.#setup = setup;
  }

  /** What the execution at `depth` of an experiment reads; lost when it was not stored and the run was resumed. */
  of(experiment: PlannedExperiment, depth: number): ExecutionInput {
    if (depth === 0) return noInput;
    try {
      const tracked = this.#setup.results.get(experiment.executions[depth - 1] ?? -1);
      return tracked === undefined ? this.#lost(experiment, depth, lostResult(experiment, depth - 1)) : { tracked };
    } catch (thrown) {
      // A stored result that is damaged fails what would have read it, and nothing else.
      if (!(thrown instanceof StoredValueError)) throw thrown;
      return this.#lost(experiment, depth, thrown);
    }
  }

  #lost({ executions }: PlannedExperiment, depth: number, lost: Error): ExecutionInput {
    const { state } = this.#setup.log;
    const schema = state.schema(state.schemaAfter(executions[depth - 1] ?? -1));
    return { tracked: { data: undefined, schema }, lost };
  }

  /** The result of an earlier module on the path, as the module at `depth` asks for it. */
  upstream(experiment: PlannedExperiment, depth: number, moduleName: string): Tracked<unknown> {
    const found = this.#depthOf(moduleName, depth);
    const kept = this.#setup.results.get(experiment.executions[found] ?? -1);
    if (kept === undefined) throw lostResult(experiment, found);
    return kept;
  }

  #depthOf(moduleName: string, depth: number): number {
    const { plan, modules } = this.#setup;
    const found = plan.sequence.indexOf(moduleName);
    if (found >= 0 && found < depth) {
      const policy = reusePolicyOf(modules[depth]?.module.reuse);
      // The module before is the input, which is always compared.
      if (policy === undefined || found === depth - 1 || policy.upstream?.includes(moduleName)) return found;
      throw new TypeError(
        `upstream("${moduleName}"): ${plan.sequence[depth] ?? "the module"} has reuse, and does not declare that it reads ${moduleName}: its results would be taken over when only those of ${moduleName} are others. Add reuse: { upstream: ["${moduleName}"] }`,
      );
    }
    const before = plan.sequence.slice(0, depth).join(", ");
    throw new TypeError(`upstream("${moduleName}"): no such module before this one; before it are ${before || "none"}`);
  }
}

const noInput: ExecutionInput = { tracked: Object.freeze({ data: undefined, schema: null }) };

const lostResult = ({ path, key }: PlannedExperiment, depth: number): Error => {
  const [moduleName, experimentName] = path[depth] ?? ["", ""];
  return new Error(
    `the result of ${moduleName}[${experimentName}] on the path ${key} is gone: it could not be stored, and the process that had it ended`,
  );
};
