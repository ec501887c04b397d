import { type AlikeChanges, alikeChanges } from "../schema/alike-changes.ts";
import type { Change } from "../status/change.ts";
import { describeChange } from "./describe-change.ts";

/** The changes of one module, as a person reads them. */
export interface ModuleChanges {
  readonly moduleName: string;
  readonly changes: number;
  /** The executions that made any of them. */
  readonly keys: readonly string[];
  /** What is alike, with the keys of the executions in which it happened. */
  readonly lines: readonly AlikeChanges<string>[];
}

/** Puts changes that are alike on one line; modules in order of their first change. O(changes). */
export const groupChangeLines = (changes: readonly Change[], detailed: boolean): readonly ModuleChanges[] =>
  Array.from(
    Map.groupBy(changes, ({ moduleName }) => moduleName),
    ([moduleName, made]) => ({
      moduleName,
      changes: made.length,
      keys: Array.from(new Set(made.map(({ experimentKey }) => experimentKey))),
      lines: alikeChanges(
        made.map((change) => ({ change, place: change.experimentKey })),
        (change) => describeChange(change, detailed),
      ),
    }),
  );
