import type { Change } from "../status/change.ts";
import { describeChange } from "./describe-change.ts";

/** Changes of one module that are alike: the same happened to each of these fields, in the same executions. */
export interface ChangeLine {
  readonly type: Change["type"];
  readonly verdict: Change["verdict"];
  /** What happened, as text. */
  readonly what: string;
  /** In order of first change, nested ones with dots; undefined for the frame as a whole. */
  readonly fields: readonly string[] | undefined;
  /** The executions in which it happened. */
  readonly keys: readonly string[];
}

/** The changes of one module, as a person reads them. */
export interface ModuleChanges {
  readonly moduleName: string;
  readonly changes: number;
  /** The executions that made any of them. */
  readonly keys: readonly string[];
  readonly lines: readonly ChangeLine[];
}

const order: readonly Change["type"][] = ["CREATE", "UPDATE", "TRANSFORM", "DELETE"];

/** Puts changes that are alike on one line; modules in order of their first change. O(changes). */
export const groupChangeLines = (changes: readonly Change[], detailed: boolean): readonly ModuleChanges[] =>
  Array.from(
    Map.groupBy(changes, ({ moduleName }) => moduleName),
    ([moduleName, made]) => ({
      moduleName,
      changes: made.length,
      keys: Array.from(new Set(made.map(({ experimentKey }) => experimentKey))),
      lines: linesOf(made, detailed).toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type)),
    }),
  );

/** What happened to one field or frame, in one execution or several. */
interface Occurrence {
  readonly change: Change;
  readonly what: string;
  readonly in: readonly Change[];
}

const linesOf = (changes: readonly Change[], detailed: boolean): readonly ChangeLine[] => {
  const occurrences = Array.from(
    Map.groupBy(changes, (change) => {
      const target = change.target.kind === "field" ? change.target : null;
      return JSON.stringify([change.type, change.verdict, target, describeChange(change, detailed)]);
    }).values(),
    (made) => occurrenceOf(made, detailed),
  ).filter((occurrence) => occurrence !== undefined);
  const alike = Map.groupBy(occurrences, ({ change, what, in: made }) =>
    JSON.stringify([
      change.type,
      change.verdict,
      change.target.kind,
      what,
      made.map(({ experimentKey }) => experimentKey),
    ]),
  );
  return Array.from(alike.values(), lineOf).filter((line) => line !== undefined);
};

const occurrenceOf = (made: readonly Change[], detailed: boolean): Occurrence | undefined => {
  const [change] = made;
  return change && { change, what: describeChange(change, detailed), in: made };
};

const lineOf = (alike: readonly Occurrence[]): ChangeLine | undefined => {
  const [first] = alike;
  if (first === undefined) return undefined;
  const { change, what, in: made } = first;
  const { type, verdict } = change;
  return {
    type,
    verdict,
    what,
    fields:
      change.target.kind === "dataset"
        ? undefined
        : alike.flatMap(({ change: { target } }) => (target.kind === "field" ? [target.path.join(".")] : [])),
    keys: made.map(({ experimentKey }) => experimentKey),
  };
};
