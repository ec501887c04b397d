import type { LifecycleState } from "../../../machines/lifecycle.ts";
import { encodeRecord } from "../../journal/codec.ts";
import { parseJournal } from "../../journal/parse-journal.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { StateCounts } from "../../journal/state-tally.ts";
import { canonicalJson } from "../../schema/canonical-json.ts";
import type { StatusSummary } from "../../status/status-summary.ts";
import { Status } from "../../status/status-from-journal.ts";
import type { Plan } from "../../workflow/plan.ts";
import { resultText } from "./result-text.ts";
import type { RunLaw } from "./run-law.ts";

/** The states of a run as plain lists: a fold that knows nothing of how the library keeps them. */
class PlainFold {
  run: LifecycleState = "NotStarted";
  reused = 0;
  readonly executions: LifecycleState[];
  readonly experiments: LifecycleState[];
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.executions = Array.from({ length: plan.size.executions }, () => "NotStarted");
    this.experiments = Array.from({ length: plan.size.experiments }, () => "NotStarted");
  }

  apply(record: JournalRecord): void {
    const [subject, verb] = record.type.split(".");
    const state = verb === undefined ? undefined : stateAfter[verb];
    if (state === undefined) return;
    if (subject === "run") this.run = state;
    if ("experiment" in record) this.experiments[record.experiment] = state;
    if ("execution" in record && subject === "module") {
      this.executions[record.execution] = state;
      if (state === "Failed") this.#failBelow(record.execution);
    }
    if (record.type === "module.completed" && record.origin === "reused") this.reused++;
  }

  /** Executions that never run because one above them failed. */
  get blocked(): number {
    return this.executions.filter((state, execution) => state === "NotStarted" && this.#isBlocked(execution)).length;
  }

  #isBlocked(execution: number): boolean {
    for (let at = this.#plan.execution(execution).parent; at !== undefined; at = this.#plan.execution(at).parent)
      if (this.executions[at] === "Failed") return true;
    return false;
  }

  /** A failure fails every experiment below it; the first of them is recorded, the others follow from it. */
  #failBelow(execution: number): void {
    const { depth, experiment } = this.#plan.execution(execution);
    this.experiments.fill("Failed", experiment, experiment + this.#plan.experimentsBelow(depth));
  }
}

const stateAfter: Readonly<Record<string, LifecycleState>> = {
  started: "InProgress",
  resumed: "InProgress",
  retried: "InProgress",
  completed: "Completed",
  failed: "Failed",
};

const countsOf = (states: readonly LifecycleState[]): StateCounts => {
  const counts: StateCounts = { NotStarted: 0, InProgress: 0, Completed: 0, Failed: 0 };
  for (const state of states) counts[state]++;
  return counts;
};

const foldOfRecords: RunLaw = {
  claim: "the state of a run is the fold of its records, at each of them",
  broken: ({ plan, status, records, events }) => {
    const told = new Map<number, StatusSummary>();
    for (const event of events)
      if (event.type === "told" && event.summary !== undefined) told.set(event.record.seq, event.summary);
    const fold = new PlainFold(plan);
    for (const record of records) {
      fold.apply(record);
      const summary = record.seq === status.seq ? status.getStatusSummary() : told.get(record.seq);
      if (summary === undefined) continue;
      const found = differing(factsOf(summary), {
        state: fold.run,
        executions: countsOf(fold.executions),
        experiments: countsOf(fold.experiments),
        blocked: fold.blocked,
        reused: fold.reused,
      });
      if (found !== undefined) return `after record ${record.seq} (${record.type}) the status ${found}`;
    }
    for (const { execution, key, state } of status.executions())
      if (state !== fold.executions[execution])
        return `the status says that ${key} is ${state}, and its records that it is ${fold.executions[execution]}`;
    return undefined;
  },
};

const factsOf = ({ state, executions, experiments, blocked, reused }: StatusSummary) => ({
  state,
  executions,
  experiments,
  blocked,
  reused,
});

const replayed: RunLaw = {
  claim: "a journal that is read back tells what the live run told",
  broken: ({ trial, status, records }) => {
    const text = records.map((record) => `${encodeRecord(record)}\n`).join("");
    const read = Status.fromJournal(parseJournal(text).records);
    // Of a run that keeps only the newest records there are no more lists of all.
    const told = trial.keepRecords === undefined ? viewsOf(status) : { summary: status.getStatusSummary() };
    const found = differing(viewsOf(read), told);
    return found === undefined ? undefined : `read back, its journal ${found}`;
  },
};

const exactTotals: RunLaw = {
  claim: "totals are exact",
  broken: ({ status, whole }) => {
    const { totalSnapshots, totalChanges, totalTimings, lastSnapshot, lastChange } = status.getStatusSummary();
    const found = differing(
      { totalSnapshots, totalChanges, totalTimings, lastSnapshot, lastChange },
      {
        totalSnapshots: whole.snapshots.length,
        totalChanges: whole.changes.length,
        totalTimings: whole.getTiming().length,
        lastSnapshot: whole.snapshots.at(-1)?.snapshotId ?? null,
        lastChange: whole.changes.at(-1)?.changeId ?? null,
      },
    );
    return found === undefined ? undefined : `the summary ${found}`;
  },
};

const ownResults: RunLaw = {
  claim: "the result of an experiment is that of its last module",
  broken: ({ status, lives }) => {
    const results = Object.entries(status.getResult());
    // What could not be stored is gone in another process.
    if (lives.length === 1 && results.length !== status.experimentCounts.Completed)
      return `there are ${results.length} results, and ${status.experimentCounts.Completed} experiments completed`;
    for (const [key, result] of results) {
      if (result === undefined) continue;
      const [here, there] = [resultText(result), resultText(status.getExecutionResult(key))];
      if (here !== there) return `the result of ${key} is ${here} among those of the run, and ${there} by itself`;
    }
    return undefined;
  },
};

/** What a status can be asked, but its results. */
const viewsOf = (status: Status): Readonly<Record<string, unknown>> => ({
  summary: status.getStatusSummary(),
  failure: status.failure ?? null,
  durationMs: status.durationMs,
  executions: [...status.executions()],
  failures: status.getFailures(),
  snapshots: status.snapshots,
  changes: status.changes,
  timing: status.getTiming().records,
});

/** The first part in which two sets of facts differ, as the end of a sentence. */
const differing = (
  found: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): string | undefined => {
  for (const name of Object.keys(expected)) {
    // Nearly always the same to the order of its keys, which is known in a third of the time.
    if (JSON.stringify(found[name]) === JSON.stringify(expected[name])) continue;
    const [here, there] = [canonicalJson(found[name] ?? null), canonicalJson(expected[name] ?? null)];
    if (here !== there) return `has ${name} ${clipped(here)}, where the records add up to ${clipped(there)}`;
  }
  return undefined;
};

const clipped = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** What a status says of its run. */
export const stateLaws: readonly RunLaw[] = [foldOfRecords, replayed, exactTotals, ownResults];
