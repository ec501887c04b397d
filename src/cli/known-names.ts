import * as Effect from "effect/Effect";

import { StatusError } from "../error.ts";
import type { Field } from "../schema/schema.ts";
import type { Status } from "../status/status.ts";
import { didYouMean } from "../workflow/nearest-name.ts";
import { UsageError } from "./usage-error.ts";

/** Names by which what is listed can be narrowed down; each must be one that the run has. */
export interface NameFilter {
  readonly module?: string | undefined;
  readonly experiment?: string | undefined;
  readonly key?: string | undefined;
  readonly field?: string | undefined;
}

/** Refuses a name that the run does not have, with the nearest one that it has: nothing found would say nothing. */
export const requireNames = (status: Status, names: NameFilter): Effect.Effect<void, UsageError | StatusError> =>
  Effect.gen(function* () {
    const { module, experiment, key, field } = names;
    const { modules } = status.plan;
    if (module !== undefined) yield* requireName("module", module, status.plan.sequence);
    if (experiment !== undefined) {
      const within = module === undefined ? modules : modules.filter(({ moduleName }) => moduleName === module);
      yield* requireName(
        "experiment",
        experiment,
        within.flatMap(({ experiments }) => experiments),
      );
    }
    if (key !== undefined) yield* requireKey(status, key);
    if (field !== undefined) yield* requireName("field", field, fieldNames(status));
  });

const requireName = (kind: string, name: string, known: readonly string[]): Effect.Effect<void, UsageError> =>
  known.includes(name)
    ? Effect.void
    : unknownName(`--${kind} ${name}`, `the run has no ${kind} of that name`, name, known);

/** Says that there is no such name, and which one comes near; otherwise a few that there are. */
export const unknownName = (subject: string, reason: string, name: string, known: readonly string[]): UsageError =>
  new UsageError({
    subject,
    reason,
    remedy: didYouMean(name, known, known.length === 0 ? "There are none at all." : undefined),
  });

/** A key leads to an execution, or the library says which one it nearly leads to. */
const requireKey = (status: Status, key: string): Effect.Effect<void, StatusError> =>
  Effect.try({
    try: () => void status.getExecution(key),
    catch: (thrown) => {
      if (thrown instanceof StatusError) return thrown;
      throw thrown;
    },
  });

/** The names of all columns of all schemas of the run, at any depth. */
const fieldNames = (status: Status): readonly string[] => {
  const names = new Set<string>();
  const add = (fields: readonly Field[]): void => {
    for (const { name, children } of fields) {
      names.add(name);
      add(children ?? []);
    }
  };
  for (const record of status.records) if (record.type === "schema.recorded") add(record.schema.fields);
  return Array.from(names);
};
