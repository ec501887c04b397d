import type { ChangeHints } from "../schema/change-hints.ts";
import type { Annotations } from "../journal/record.ts";
import type { ModuleArgs, Repetition, Tracked } from "../workflow/module.ts";
import { hand } from "../store/held.ts";
import type { AttemptCall, ExecutionScope } from "./execution-scope.ts";

/** What of a scope its module can reach. */
type Scope = Pick<ExecutionScope, "upstream" | "step" | "annotate" | "declare" | "signal">;

/**
 * What a module is given for one execution.
 *
 * Plain members but for the signal, which is made when it is asked for: it takes 2 µs, and most modules ask for none. An
 * accessor of each object's own would take 1 µs by itself (V8 defines it anew every time), a sixth of all that tracking
 * costs; the price of this one is that `{ ...args }` leaves the signal out.
 */
export class CallArgs implements ModuleArgs<unknown, unknown, Readonly<Record<string, unknown>>> {
  readonly params: unknown;
  readonly input: Tracked<unknown>;
  readonly upstream: (moduleName: string) => Tracked<unknown>;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly experimentKey: string;
  readonly repeat: Repetition | undefined;
  readonly attempt: number;
  readonly step: <Result>(name: string, work: () => Result) => Result;
  readonly annotate: (annotations: Annotations) => void;
  readonly declare: (hints: ChangeHints) => void;
  readonly #scope: Scope;

  constructor(call: AttemptCall, scope: Scope) {
    this.params = hand(call.given);
    this.input = call.input;
    this.upstream = (moduleName) => scope.upstream(moduleName);
    this.moduleName = call.moduleName;
    this.experimentName = call.experimentName;
    this.experimentKey = call.experimentKey;
    this.repeat = call.given.repeat;
    this.attempt = call.attempt;
    this.step = (name, work) => scope.step(name, work);
    this.annotate = (annotations) => scope.annotate(annotations);
    this.declare = (hints) => scope.declare(hints);
    this.#scope = scope;
  }

  get signal(): AbortSignal {
    return this.#scope.signal;
  }
}
