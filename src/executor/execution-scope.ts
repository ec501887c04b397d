import type * as Clock from "effect/Clock";
// By their own names: a worker thread loads this file, and takes 430 ms for the whole of effect, 80 for these.
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";

import type { ChangeHints } from "../schema/change-hints.ts";
import { likeness } from "../journal/json-likeness.ts";
import type { Annotations } from "../journal/record.ts";
import type { Redaction } from "../journal/redaction.ts";
import type { Json } from "../schema/schema.ts";
import { ownSteps } from "../status/timing.ts";
import type { Tracked } from "../workflow/module.ts";
import type { AttemptCancellation } from "./attempt-module.ts";
import { CallArgs } from "./call-args.ts";
import type { FinishedStep } from "./record-batch.ts";
import type { GivenParams } from "./runner-setup.ts";

/** One attempt of an execution, as its module is told of it. */
export interface AttemptCall {
  /** The label of the path down to this execution. */
  readonly experimentKey: string;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly attempt: number;
  readonly given: GivenParams;
  readonly input: Tracked<unknown>;
}

/** What all scopes of a run have in common. */
export interface ScopeHost<Call> {
  readonly clock: Clock.Clock;
  /** What annotations are freed of, before anything of them is cut. */
  readonly redaction: Redaction | undefined;
  /** The result of an earlier module on the path of a call. */
  upstream(call: Call, moduleName: string): Tracked<unknown>;
  /** Hears what the module says instead of its scope: another, on the side where the execution is recorded. */
  readonly onTold?: ((told: Told) => void) | undefined;
}

/** What a module says about its execution while it runs. */
export type Told =
  | { readonly step: FinishedStep }
  | { readonly annotations: Annotations }
  | { readonly hints: ChangeHints };

/**
 * One execution as its module sees it, and what the module said about it while it ran.
 *
 * What is said after `close` is ignored: the execution's end is on record by then.
 */
export class ExecutionScope<Call extends AttemptCall = AttemptCall> {
  readonly args: CallArgs;
  readonly cancellation: AttemptCancellation;
  annotations: Annotations = noAnnotations;
  hints: ChangeHints | undefined;
  readonly #call: Call;
  readonly #host: ScopeHost<Call>;
  /** Most executions have none: a list of its own for each would take a tenth of what is kept of it. */
  #steps: FinishedStep[] | undefined;
  readonly #startedNs: bigint;
  #controller: AbortController | undefined;
  #stopSignalling: (() => void) | undefined;
  #closed = false;

  /** `waited`: the wait before this attempt, which is told among its steps. */
  constructor(call: Call, host: ScopeHost<Call>, cancellation: AttemptCancellation, waited?: FinishedStep) {
    this.#call = call;
    this.#host = host;
    this.cancellation = cancellation;
    if (waited !== undefined) this.#addStep(waited);
    this.args = new CallArgs(call, this);
    this.#startedNs = host.clock.monotonicTimeNanosUnsafe();
  }

  get steps(): readonly FinishedStep[] {
    return this.#steps ?? noSteps;
  }

  #addStep(step: FinishedStep): void {
    (this.#steps ??= []).push(step);
  }

  /** Ends the execution; returns how long it took. */
  close(): number {
    this.#closed = true;
    this.#stopSignalling?.();
    this.cancellation.release();
    return this.#since(this.#startedNs);
  }

  /** Aborts when the attempt is cancelled before it ends; afterwards nothing holds it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      const stop = this.cancellation.cancellation.onCancel(({ cause }) => controller.abort(cause));
      if (this.#closed) stop();
      else this.#stopSignalling = stop;
    }
    return this.#controller.signal;
  }

  upstream(moduleName: string): Tracked<unknown> {
    return this.#host.upstream(this.#call, moduleName);
  }

  /** Takes a JSON-safe copy: what the module does with its object afterwards is not on record. */
  annotate(annotations: Annotations): void {
    if (this.#closed) return;
    for (const name of ownContext)
      if (Object.hasOwn(annotations, name))
        throw new TypeError(
          `annotate: "${name}" is part of every snapshot's context; give the annotation another name`,
        );
    const told = likeness(annotations, maxAnnotationValues, this.#host.redaction);
    // Text or a list is no set of annotations, whatever the types said.
    if (isRecord(told)) this.#tell({ annotations: told });
  }

  declare(hints: ChangeHints): void {
    this.#tell({ hints });
  }

  /** Takes what the module said, be it here or where it ran. */
  hear(told: Told): void {
    if (this.#closed) return;
    if ("step" in told) this.#addStep(told.step);
    else if ("annotations" in told) this.annotations = { ...this.annotations, ...told.annotations };
    else this.hints = mergeHints(this.hints, told.hints);
  }

  step<Result>(name: string, work: () => Result): Result {
    if (ownSteps.includes(name))
      throw new TypeError(`step("${name}"): the execution itself is timed under that name. Give the step another one.`);
    const startedNs = this.#host.clock.monotonicTimeNanosUnsafe();
    let result: Result;
    try {
      result = work();
    } catch (thrown) {
      this.#endStep(name, startedNs, "Failed");
      throw thrown;
    }
    if (Effect.isEffect(result)) return this.#stepEffect(name, result as Effect.Effect<unknown, unknown>) as Result;
    if (result instanceof Promise) {
      // Followed beside the module's own use of the promise, so that its rejection stays the module's to handle.
      result.then(
        () => this.#endStep(name, startedNs, "Completed"),
        () => this.#endStep(name, startedNs, "Failed"),
      );
      return result;
    }
    this.#endStep(name, startedNs, "Completed");
    return result;
  }

  /** An Effect is timed when it runs, each time it runs, not when it is built. */
  #stepEffect(name: string, effect: Effect.Effect<unknown, unknown>): Effect.Effect<unknown, unknown> {
    return Effect.suspend(() => {
      const startedNs = this.#host.clock.monotonicTimeNanosUnsafe();
      return Effect.onExit(effect, (exit) =>
        Effect.sync(() => this.#endStep(name, startedNs, Exit.isSuccess(exit) ? "Completed" : "Failed")),
      );
    });
  }

  #endStep(step: string, startedNs: bigint, state: FinishedStep["state"]): void {
    if (this.#closed) return;
    const at = this.#host.clock.currentTimeMillisUnsafe();
    this.#tell({ step: { step, state, at, durationMs: this.#since(startedNs) } });
  }

  #tell(told: Told): void {
    const { onTold } = this.#host;
    if (onTold === undefined) this.hear(told);
    else if (!this.#closed) onTold(told);
  }

  #since(startedNs: bigint): number {
    return Math.max(0, Number(this.#host.clock.monotonicTimeNanosUnsafe() - startedNs) / 1e6);
  }
}

const maxAnnotationValues = 4096;

/** What a snapshot's context says by itself. */
const ownContext = ["position", "attempt", "reason"];

const isRecord = (value: Json): value is Annotations =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const noAnnotations: Annotations = Object.freeze({});
const noSteps: readonly FinishedStep[] = Object.freeze([]);

const mergeHints = (first: ChangeHints | undefined, second: ChangeHints): ChangeHints => {
  const content = second.content ?? first?.content;
  return {
    renamed: new Map([...entriesOf(first?.renamed), ...entriesOf(second.renamed)]),
    derived: new Map([...entriesOf(first?.derived), ...entriesOf(second.derived)]),
    ...(content && { content }),
  };
};

const entriesOf = <Value>(
  names: ReadonlyMap<string, Value> | Readonly<Record<string, Value>> | undefined,
): Iterable<readonly [string, Value]> =>
  names === undefined ? [] : names instanceof Map ? names.entries() : Object.entries(names as Record<string, Value>);
