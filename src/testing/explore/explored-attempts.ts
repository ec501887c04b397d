import type { JournalRecord } from "../../journal/record.ts";
import type { ExploredShape } from "./explored-shape.ts";
import { delayMsAfter, mostFailures, timeoutMsOf } from "./explored-policy.ts";

/** A moment that an execution in progress comes to when time goes on. */
export interface ExploredTimer {
  /** `timeout`: its attempt has taken too long. `wait`: its next attempt is due. */
  readonly kind: "timeout" | "wait";
  readonly execution: number;
  readonly dueMs: number;
}

/** How often an execution failed, and by what at last. */
interface Failures {
  readonly count: number;
  readonly last: "error" | "timeout";
}

/**
 * What the policies of its modules make of the calls of one process: the clock and the failures it must keep to.
 *
 * It is worked out from what happened to the modules, and knows nothing of what the executor made of it.
 */
export class ExploredAttempts {
  readonly #shape: ExploredShape;
  readonly #timers = new Map<number, ExploredTimer>();
  readonly #failures = new Map<number, Failures>();
  readonly #takenUp = new Set<number>();

  constructor(shape: ExploredShape) {
    this.#shape = shape;
  }

  called(execution: number, nowMs: number): void {
    this.#takenUp.add(execution);
    this.#begin("timeout", execution, nowMs + timeoutMsOf(this.#shape.policyOf(execution)));
  }

  failed(execution: number, last: Failures["last"]): void {
    this.#timers.delete(execution);
    this.#failures.set(execution, { count: 1 + (this.#failures.get(execution)?.count ?? 0), last });
  }

  completed(execution: number): void {
    this.#timers.delete(execution);
  }

  /** The run is about to end: nobody waits for anything any more. */
  ending(): void {
    this.#timers.clear();
  }

  /** Takes in what was recorded; tells what its policy does not allow. */
  recorded(record: JournalRecord, nowMs: number): string | undefined {
    if (record.type !== "module.retried" && record.type !== "module.failed") return undefined;
    const { execution } = record;
    const failures = this.#failures.get(execution);
    const policy = this.#shape.policyOf(execution);
    const label = this.#shape.labels[execution] ?? "";
    const most = mostFailures(policy);
    if (record.type === "module.retried") {
      if (failures !== undefined && failures.count >= most)
        return `${label} failed ${failures.count} times, and is to have more than ${most} attempts`;
      // One that a resumed run finds in progress is retried, and has not failed.
      const delayMs = failures === undefined ? 0 : delayMsAfter(failures.count, policy);
      if (delayMs > 0) this.#begin("wait", execution, nowMs + delayMs);
      return undefined;
    }
    if (record.reason !== "error" && record.reason !== "timeout") return undefined;
    if (failures === undefined) return `${label} failed by ${record.reason}, and nothing made it`;
    if (failures.last !== record.reason)
      return `${label} failed by ${record.reason}, and its last attempt by ${failures.last}`;
    return failures.count === most ? undefined : `${label} failed after ${failures.count} of ${most} attempts`;
  }

  /** Whether the process has called the module of this execution at all. */
  isTakenUp(execution: number): boolean {
    return this.#takenUp.has(execution);
  }

  failuresOf(execution: number): number {
    return this.#failures.get(execution)?.count ?? 0;
  }

  /** In the order in which they began. */
  get timers(): readonly ExploredTimer[] {
    return [...this.#timers.values()];
  }

  /** Those that time comes to first. */
  get next(): readonly ExploredTimer[] {
    const firstMs = Math.min(...this.timers.map(({ dueMs }) => dueMs));
    return this.timers.filter(({ dueMs }) => dueMs === firstMs);
  }

  /** Executions between two attempts. */
  get waiting(): readonly number[] {
    return this.timers.flatMap(({ kind, execution }) => (kind === "wait" ? [execution] : []));
  }

  #begin(kind: ExploredTimer["kind"], execution: number, dueMs: number): void {
    // Set anew, so that the order is that of their beginnings.
    this.#timers.delete(execution);
    if (dueMs < Infinity) this.#timers.set(execution, { kind, execution, dueMs });
  }
}
