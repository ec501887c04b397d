import { useEffect, useReducer, useState } from "preact/hooks";

import type { FieldChange } from "../../schema/field-change.ts";
import { recordRanges } from "../view/record-ranges.ts";
import type { SchemaStep } from "../view/schema-steps.ts";
import { askAll } from "./ask-all.ts";
import type { RunPage } from "./run-page.ts";

/** The changes of steps, as far as they have come. */
export interface StepChanges {
  /** Undefined until they have come. */
  readonly of: (step: SchemaStep) => readonly FieldChange[] | undefined;
  /** How many of the steps are known; all have come when it is their number. */
  readonly known: number;
  readonly failure: string | undefined;
}

const atOnce = 4;
const drawEveryMs = 100;

/** The changes of these steps, given by ascending `seq`: asked for when they are not known yet, and then kept. */
export const useStepChanges = (page: RunPage, steps: readonly SchemaStep[]): StepChanges => {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [failure, fail] = useState<string | undefined>(undefined);
  const held = heldOf(page);
  const missing = steps.filter(({ seq }) => !held.has(seq));
  // Not of what is missing: that gets less with every answer, and would begin anew each time.
  const asked = missing.length === 0 ? "" : `${steps.length}/${steps[0]?.seq ?? 0}/${steps.at(-1)?.seq ?? 0}`;
  useEffect(() => {
    if (missing.length === 0) return undefined;
    fail(undefined);
    const leave = new AbortController();
    const wanted = new Set(missing.map(({ seq }) => seq));
    let drawn = Date.now();
    const ask = async ([from, to]: readonly [number, number]): Promise<void> => {
      for (const record of await page.source.records(page.runId, from, to))
        if (wanted.has(record.seq)) held.set(record.seq, record.type === "module.completed" ? record.changes : []);
      if (leave.signal.aborted || Date.now() - drawn < drawEveryMs) return;
      drawn = Date.now();
      draw(undefined);
    };
    askAll(recordRanges(Array.from(wanted)), atOnce, ask, leave.signal).then(
      () => leave.signal.aborted || draw(undefined),
      (thrown: unknown) => leave.signal.aborted || fail(thrown instanceof Error ? thrown.message : String(thrown)),
    );
    return () => leave.abort();
  }, [page, asked]);
  return { of: ({ seq }) => held.get(seq), known: steps.length - missing.length, failure };
};

// A record never changes: what was asked for once is known to every view, for as long as the run is shown.
const byPage = new WeakMap<RunPage, Map<number, readonly FieldChange[]>>();

const heldOf = (page: RunPage): Map<number, readonly FieldChange[]> => {
  const held = byPage.get(page) ?? new Map<number, readonly FieldChange[]>();
  byPage.set(page, held);
  return held;
};
