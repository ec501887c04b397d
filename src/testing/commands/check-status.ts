import type { RunOutcome } from "../../executor/outcome.ts";
import type { StateCounts } from "../../journal/state-tally.ts";
import { canonicalJson } from "../../schema/canonical-json.ts";
import { Status } from "../../status/status-from-journal.ts";
import { LawBroken } from "../law-broken.ts";
import type { StatusModel } from "./status-model.ts";

/** Throws when a status contradicts itself, its own records, or what was seen of the run before. */
export const checkStatus = (model: StatusModel, status: Status): void => {
  const summary = status.getStatusSummary();
  if (model.runId !== summary.runId) {
    model.runId = summary.runId;
    model.seen.clear();
  }
  const last = Math.max(0, ...model.seen.keys());
  if (status.seq < last) same("the last record", status.seq, `${last} or a later one`);
  const before = model.seen.get(status.seq);
  if (before !== undefined) same(`the status at record ${status.seq}, asked for again`, summary, before);
  model.seen.set(status.seq, summary);

  const { executions, experiments } = status.plan.size;
  same("executions in all states together", total(summary.executions), executions);
  same("experiments in all states together", total(summary.experiments), experiments);
  const allCompleted = experiments > 0 && summary.experiments.Completed === experiments;
  same("isCompleted()", status.isCompleted(), status.isOver() && allCompleted);
  if (status.records[0]?.seq !== 1) return; // nothing is recorded yet, or not all is kept
  same("the status", summary, Status.fromJournal(status.records).getStatusSummary());
  same("the number of snapshots", status.snapshots.length, summary.totalSnapshots);
  same("the number of changes", status.changes.length, summary.totalChanges);
  same("the number of timing records", status.getTiming().records.length, summary.totalTimings);
  same("the number of results", Object.keys(status.getResult()).length, summary.experiments.Completed);
};

/** Throws when the status at an earlier record is not what it was then. */
export const checkEarlierStatus = (model: StatusModel, status: Status, seq: number): void => {
  const earlier = status.statusAt(seq);
  same("the record looked back at", earlier.seq, seq);
  const seen = seq > 0 && status.runId === model.runId ? model.seen.get(seq) : undefined;
  if (seen !== undefined) same(`the status at record ${seq}, looked back at`, earlier.getStatusSummary(), seen);
};

/** Throws when what `run()` resolved to is not what the status says. */
export const checkOutcome = (outcome: RunOutcome, { cancelled }: StatusModel, status: Status): void => {
  same("the state of the outcome", outcome.state, status.state);
  same("the executions of the outcome", outcome.executions, status.executionCounts);
  same("the experiments of the outcome", outcome.experiments, status.experimentCounts);
  same("executions in progress after the run", outcome.executions.InProgress, 0);
  if (outcome.state === "Completed") return;
  same("the reason of the outcome", outcome.reason, status.failure);
  if (outcome.reason === "cancelled" && !cancelled)
    same("the reason of a run that nobody cancelled", "cancelled", "another");
};

const total = ({ NotStarted, InProgress, Completed, Failed }: Readonly<StateCounts>): number =>
  NotStarted + InProgress + Completed + Failed;

const same = (subject: string, found: unknown, expected: unknown): void => {
  const texts = [found, expected].map((value) => (value === undefined ? "undefined" : canonicalJson(value)));
  const [foundText = "", expectedText = ""] = texts;
  if (foundText !== expectedText) throw new LawBroken({ subject, found: foundText, expected: expectedText });
};
