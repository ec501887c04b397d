/**
 * What goes wrong in one run, as plain data: it can be drawn at random, shrunk, printed and carried out again.
 *
 * A module's fault names an execution by its key; a fault of the run names a record by its number. One that the run
 * never comes to has no effect.
 */

/** What a module throws, or rejects with: anything can be thrown. */
export type ThrownKind = "error" | "nothing" | "null" | "text" | "symbol" | "frozen" | "hostile";

/** What a module returns that no module should. */
export type GarbageKind = "nothing" | "null" | "not a number" | "circle" | "function" | "ragged rows" | "bad schema";

/** In which attempts of the execution: only the first, or all. */
export type FaultyAttempts = "first" | "every";

interface AtExecution {
  /** The key of the execution: `Loader[adult]_Splitter[half]`. */
  readonly at: string;
  readonly attempts: FaultyAttempts;
}

/** Something a module does wrong in one execution. */
export type ModuleFault =
  | (AtExecution & { readonly kind: "throw" | "reject"; readonly thrown: ThrownKind })
  /** Its Promise never settles. */
  | (AtExecution & { readonly kind: "hang" })
  /** It begins its work so much later, on the virtual clock. */
  | (AtExecution & { readonly kind: "slow"; readonly byMs: number })
  /** It changes its input wherever that can be changed, then works as usual. */
  | (AtExecution & { readonly kind: "mutate" })
  | (AtExecution & { readonly kind: "garbage"; readonly returned: GarbageKind });

/** Something that happens to the run when it comes to a record. */
export interface RunFault {
  /**
   * `cancel`: somebody cancels the run when told of it. `observer`: an observer throws at it. `crash`: the process dies
   * right after it was appended, and another resumes the run. `refuse`: the store does not write it, and the run is
   * resumed once it can.
   */
  readonly kind: "cancel" | "observer" | "crash" | "refuse";
  /** The number of the record, from 1. */
  readonly record: number;
}

/** One thing that goes wrong. */
export type Fault = ModuleFault | RunFault;

/** Every kind of fault. */
export type FaultKind = Fault["kind"];

/** All kinds, in the order in which a reader expects them. */
export const faultKinds = [
  "throw",
  "reject",
  "hang",
  "slow",
  "mutate",
  "garbage",
  "cancel",
  "observer",
  "crash",
  "refuse",
] as const satisfies readonly FaultKind[];

/** Whether a fault is one of a module, and not of the run. */
export const isModuleFault = (fault: Fault): fault is ModuleFault => "at" in fault;
