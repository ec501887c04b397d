import type { JournalRecord } from "../journal/record.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import type { PreparedModule } from "./runner-setup.ts";

/**
 * Where the results are kept that keys are made from, by execution: of the modules that one with `reuse` reads.
 *
 * Beside the journal, because its records may be evicted. About 150 bytes for each of these executions.
 */
export class ContentRefs {
  readonly #isRead: readonly boolean[];
  readonly #refs = new Map<number, string>();
  #earlier: (execution: number) => string | undefined = () => undefined;

  constructor(modules: readonly PreparedModule[]) {
    const policies = modules.map(({ module }) => reusePolicyOf(module.reuse));
    this.#isRead = modules.map(
      ({ module: { moduleName } }, depth) =>
        policies[depth + 1] !== undefined || policies.some((policy) => policy?.upstream?.includes(moduleName)),
    );
  }

  put(execution: number, depth: number, ref: string): void {
    if (this.#isRead[depth] === true) this.#refs.set(execution, ref);
  }

  /** Takes those of a run that goes on. */
  putAll(records: readonly JournalRecord[], depthOf: (execution: number) => number): void {
    for (const record of records)
      if (record.type === "module.completed") this.put(record.execution, depthOf(record.execution), record.result);
  }

  /** Looks up elsewhere what it was not told: results whose records were not read. */
  orElse(earlier: (execution: number) => string | undefined): void {
    this.#earlier = earlier;
  }

  get(execution: number): string | undefined {
    return this.#refs.get(execution) ?? this.#earlier(execution);
  }
}
