import type { EncodedError } from "../journal/encoded-error.ts";
import { failureCause, type FailedWith } from "../journal/failure-cause.ts";
import type { Failure } from "../status/execution-view.ts";
import type { Status } from "../status/status.ts";
import { errorMessage, errorText } from "./error-text.ts";
import { ownFrame } from "./own-frame.ts";

/** Executions that failed in the same way. */
export interface FailureGroup {
  readonly reason: Failure["reason"];
  readonly name: string;
  readonly message: string;
  /** The first line of the stack that is the user's own code. */
  readonly at: string | null;
  /** What caused it, outermost first: `Error: disk full`. */
  readonly causes: readonly string[];
  readonly executions: readonly FailedExecution[];
  /** Executions that never ran because of these. */
  readonly blocked: number;
}

export interface FailedExecution {
  readonly key: string;
  readonly attempt: number;
  /** Executions below it, which never ran because of it. */
  readonly blocked: number;
}

/** The failures of a run; those of one cause are one group, in order of first failure. */
export const groupFailures = (status: Status): readonly FailureGroup[] => {
  const groups = Map.groupBy(status.getFailures(), failureCause);
  return Array.from(groups.values(), (failures) => groupOf(failures)).filter((group) => group !== undefined);
};

const groupOf = (failures: readonly Failure[]): FailureGroup | undefined => {
  const [first] = failures;
  if (first === undefined) return undefined;
  const { reason, error } = first;
  return {
    reason,
    name: error.name,
    message: errorMessage(error),
    at: frameOf(first),
    causes: causesOf(error),
    executions: failures.map(({ key, attempt, blocked }) => ({ key, attempt, blocked })),
    blocked: failures.reduce((sum, failure) => sum + failure.blocked, 0),
  };
};

/** A run ended from outside has the stack of whoever ended it, which is not the module's. */
const frameOf = ({ reason, error }: FailedWith): string | null =>
  reason === "error" ? (ownFrame(error.stack) ?? null) : null;

const causesOf = (error: EncodedError): readonly string[] => {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined; cause = cause.cause) causes.push(errorText(cause));
  return causes;
};
