import type { JournalRecord } from "../../../journal/record.ts";

const numbered = ["seq", "at", "type"];
const ofExecution = [...numbered, "execution", "moduleName", "experimentName", "attempt"];
const started = [...ofExecution, "schemaBefore"];
const completed = [
  ...ofExecution,
  "origin",
  "schemaBefore",
  "schemaAfter",
  "changes",
  "annotations",
  "durationMs",
  "result",
];

/** The fields of records that have a short form, in the order in which they are recorded; the last only where it is told. */
const usual: ReadonlyMap<JournalRecord["type"], { readonly names: readonly string[]; readonly optional: string }> =
  new Map([
    ["experiment.started", { names: [...numbered, "experiment"], optional: "" }],
    ["experiment.completed", { names: [...numbered, "experiment"], optional: "" }],
    ["module.started", { names: started, optional: "queuedMs" }],
    ["step.completed", { names: [...ofExecution, "step", "state", "durationMs"], optional: "" }],
    ["module.completed", { names: completed, optional: "reuse" }],
  ]);

/** Whether a record has the very fields of its type in their usual order: its line in a journal file follows from them. */
export const isUsual = (record: JournalRecord): boolean => {
  const fields = usual.get(record.type);
  if (fields === undefined) return false;
  const { names, optional } = fields;
  let at = 0;
  for (const name in record) {
    if (name !== (at === names.length ? optional : names[at])) return false;
    at++;
  }
  return at === names.length || (at === names.length + 1 && Reflect.get(record, optional) !== undefined);
};

/** Whether a time can be written as a whole number of milliseconds, and so can its difference to any other. */
export const isTime = (at: number): boolean => Number.isInteger(at) && Math.abs(at) < 2 ** 50;

/** Whether a number can be written as one that counts. */
export const isIndex = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 50;

/** Whether a number can be written as a duration; JSON makes 0 of −0, and null of what is not finite. */
export const isDuration = (ms: number): boolean => Number.isFinite(ms) && ms >= 0 && !Object.is(ms, -0);
