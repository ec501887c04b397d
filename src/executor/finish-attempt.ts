import type { RecordRedaction } from "../journal/record-redaction.ts";
import type { Tracked } from "../workflow/module.ts";
import type { ModuleEnd } from "./call-module.ts";
import type { ChangeFinder } from "./change-finder.ts";
import { describeResult } from "./describe-result.ts";
import type { ExecutionScope } from "./execution-scope.ts";
import type { ExecutionSubject } from "./record-batch.ts";
import type { FieldChange } from "../schema/field-change.ts";

/** How an attempt ended, with what came of it. */
export type AttemptEnd =
  | Extract<ModuleEnd, { readonly state: "Failed" }>
  | { readonly state: "Completed"; readonly tracked: Tracked<unknown>; readonly changes: readonly FieldChange[] };

/**
 * What the module returned, described and compared with its input; a result that cannot be is the module's failure.
 *
 * A schema is freed of secrets before anything is made of it: its changes and its fingerprint are those of what is
 * recorded.
 */
export const finishAttempt = (
  called: ModuleEnd,
  subject: ExecutionSubject,
  scope: Pick<ExecutionScope, "args" | "hints">,
  changes: ChangeFinder,
  hidden: RecordRedaction | undefined,
): AttemptEnd => {
  if (called.state === "Failed") return called;
  try {
    const tracked = withoutSecrets(describeResult(called.returned, scope.args.input), hidden);
    const hints = scope.hints && (hidden?.hints(scope.hints) ?? scope.hints);
    const found = changes.find(subject.schemaBefore, tracked.schema, hints);
    return { state: "Completed", tracked, changes: found };
  } catch (thrown) {
    return { state: "Failed", reason: "error", thrown };
  }
};

export const withoutSecrets = (tracked: Tracked<unknown>, hidden: RecordRedaction | undefined): Tracked<unknown> => {
  const { schema } = tracked;
  const told = hidden === undefined || schema === null ? schema : hidden.schema(schema);
  return told === schema ? tracked : { data: tracked.data, schema: told };
};
