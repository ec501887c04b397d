import type { JournalRecord, RunId } from "../../../journal/record.ts";
import type { FieldChange } from "../../../schema/field-change.ts";
import type { SchemaFingerprint } from "../../../schema/fingerprint-schema.ts";
import { isTime } from "./usual-record.ts";
import type { Plan, PlannedExecution } from "../../../workflow/plan.ts";
import { recordedPlan } from "../../../workflow/recorded-plan.ts";

/** How much of each kind a dictionary holds. */
export interface DictionarySizes {
  readonly schemas: number;
  readonly changes: number;
  readonly results: number;
}

/** More lists of changes, and more results, than these are written out each time: what a run holds in memory is bounded. */
const most = { changes: 1_000, results: 250 } as const;

/**
 * What the batches of a run name by a number instead of writing it out again: the names in its plan, its schemas, lists
 * of changes that came up before, and results that came twice in a row.
 *
 * It grows with the batches that define something, and with those alone: they say how much was defined before them, so
 * that a dictionary in which one of them is missing is found out.
 */
export class RunDictionary {
  /** The time from which the times of all batches are counted. */
  startedAt = 0;
  /** Which run begins in its first record. */
  runId: RunId | undefined;
  #plan: Plan | undefined;
  #lastPlanned: PlannedExecution | undefined;
  readonly #fingerprints: SchemaFingerprint[] = [];
  readonly #schemas = new Map<SchemaFingerprint, number>();
  readonly #lists: (readonly FieldChange[])[] = [];
  #listNumbers = new WeakMap<readonly FieldChange[], number>();
  readonly #texts: string[] = [];
  readonly #changes = new Map<string, number>();
  readonly #hashes: string[] = [];
  readonly #results = new Map<string, number>();

  get sizes(): DictionarySizes {
    return { schemas: this.#fingerprints.length, changes: this.#lists.length, results: this.#hashes.length };
  }

  /** How much is in the plan of the run; undefined while that is not known. */
  get planSize(): Plan["size"] | undefined {
    return this.#plan?.size;
  }

  /** Whether it knows the plan of the run: nothing has a short form before. */
  get isBegun(): boolean {
    return this.#plan !== undefined;
  }

  /** Learns what a record that is written out defines; whether it defines anything. */
  learn(record: JournalRecord): boolean {
    if (record.type === "run.started") {
      this.#plan = recordedPlan(record.modules);
      this.#lastPlanned = undefined;
      this.runId = record.runId;
      this.startedAt = isTime(record.at) ? record.at : 0;
      return true;
    }
    if (record.type !== "schema.recorded" || this.#schemas.has(record.fingerprint)) return false;
    this.#schemas.set(record.fingerprint, this.#fingerprints.push(record.fingerprint));
    return true;
  }

  /** The planned execution of a number; undefined where the plan has none. The last one is remembered, as records come in runs. */
  planned(execution: number): PlannedExecution | undefined {
    if (this.#lastPlanned?.index === execution) return this.#lastPlanned;
    if (this.#plan === undefined || execution >= this.#plan.size.executions) return undefined;
    return (this.#lastPlanned = this.#plan.execution(execution));
  }

  /** The number of a schema, 0 for none; undefined for one that is not known. */
  numberOfSchema(fingerprint: SchemaFingerprint | null): number | undefined {
    return fingerprint === null ? 0 : this.#schemas.get(fingerprint);
  }

  schema(number: number): SchemaFingerprint | null {
    return number === 0 ? null : known(this.#fingerprints[number - 1], "schema", number);
  }

  /** The number of a list of changes that came before as this very list: nobody writes to the changes of a record. */
  numberOfList(changes: readonly FieldChange[]): number | undefined {
    return this.#listNumbers.get(changes);
  }

  /** The number of a list of changes by its JSON. */
  numberOfChanges(text: string, changes: readonly FieldChange[]): number | undefined {
    const number = this.#changes.get(text);
    if (number !== undefined) this.#listNumbers.set(changes, number);
    return number;
  }

  changes(number: number): readonly FieldChange[] {
    return known(this.#lists[number], "list of changes", number);
  }

  /** Takes a list of changes by its JSON; whether there is room for it. */
  defineChanges(text: string, changes: readonly FieldChange[]): boolean {
    if (this.#lists.length >= most.changes) return false;
    this.#changes.set(text, this.#lists.push(changes) - 1);
    this.#texts.push(text);
    return true;
  }

  numberOfResult(hash: string): number | undefined {
    return this.#results.get(hash);
  }

  result(number: number): string {
    return known(this.#hashes[number], "result", number);
  }

  /** Takes the hash of a result; whether there is room for it. */
  defineResult(hash: string): boolean {
    if (this.#hashes.length >= most.results) return false;
    this.#results.set(hash, this.#hashes.push(hash) - 1);
    return true;
  }

  /** Forgets what was defined since it had these sizes, in a batch that was not kept. */
  backTo({ schemas, changes, results }: DictionarySizes): void {
    for (const fingerprint of this.#fingerprints.splice(schemas)) this.#schemas.delete(fingerprint);
    for (const text of this.#texts.splice(changes)) this.#changes.delete(text);
    if (this.#lists.splice(changes).length > 0) this.#listNumbers = new WeakMap();
    for (const hash of this.#hashes.splice(results)) this.#results.delete(hash);
  }
}

/** What decoding a batch asks a dictionary for, and teaches it. */
export interface BatchNames extends Pick<
  RunDictionary,
  "startedAt" | "isBegun" | "sizes" | "learn" | "schema" | "changes" | "defineChanges" | "result" | "defineResult"
> {
  readonly planned: (
    execution: number,
  ) => Pick<PlannedExecution, "experiment" | "moduleName" | "experimentName"> | undefined;
}

const known = <Value>(value: Value | undefined, what: string, number: number): Value => {
  if (value === undefined) throw new RangeError(`no ${what} has the number ${number}`);
  return value;
};
