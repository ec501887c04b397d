import { StoredValueError } from "../store-error.ts";
import type { Schema } from "../schema/schema.ts";
import type { Tracked } from "../workflow/module.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import type { RunnerSetup } from "./runner-setup.ts";

/** In the place of what an execution reads, when it cannot be had. */
export class LostInput {
  readonly cause: Error;
  /** What is still known of it: its schema. */
  readonly tracked: Tracked<unknown>;

  constructor(cause: Error, schema: Schema | null) {
    this.cause = cause;
    this.tracked = Object.freeze({ data: undefined, schema });
  }
}

/** What executions read: the result of the module before, and of any other above them. */
export class ExecutionInputs {
  readonly #setup: Pick<RunnerSetup, "log" | "results" | "plan" | "modules">;

  constructor(setup: Pick<RunnerSetup, "log" | "results" | "plan" | "modules">) {
    this.#setup = setup;
  }

  /** What an execution of an experiment reads; lost when it was not stored and the run was resumed. */
  of(experiment: number, above: number | undefined): Tracked<unknown> | LostInput {
    if (above === undefined) return noInput;
    try {
      return this.#setup.results.get(above) ?? this.#lost(above, this.#noResult(experiment, above));
    } catch (thrown) {
      // A stored result that is damaged fails what would have read it, and nothing else.
      if (!(thrown instanceof StoredValueError)) throw thrown;
      return this.#lost(above, thrown);
    }
  }

  #lost(above: number, cause: Error): LostInput {
    const { state } = this.#setup.log;
    return new LostInput(cause, state.schema(state.schemaAfter(above)));
  }

  /** The result of an earlier module on the path, as the module at `depth` asks for it. */
  upstream(experiment: number, depth: number, moduleName: string): Tracked<unknown> {
    const { plan, results } = this.#setup;
    const found = plan.chain(experiment).executions[this.#depthOf(moduleName, depth)] ?? -1;
    const kept = results.get(found);
    if (kept === undefined) throw this.#noResult(experiment, found);
    return kept;
  }

  #noResult(experiment: number, execution: number): Error {
    const { plan } = this.#setup;
    const { moduleName, experimentName } = plan.place(execution);
    const { key } = plan.experiment(experiment);
    return new Error(
      `the result of ${moduleName}[${experimentName}] on the path ${key} is gone: it could not be stored, and the process that had it ended`,
    );
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

const noInput: Tracked<unknown> = Object.freeze({ data: undefined, schema: null });
