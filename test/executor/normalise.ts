import type { Change, ExecutionView, JournalRecord, Snapshot, Status } from "../../src/index.ts";

const timed = new Set(["at", "durationMs", "queuedMs", "stack", "startedAt", "endedAt", "timestamp"]);

/** A copy of plain data without what differs from run to run: times and stacks. */
export const withoutTime = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(withoutTime) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (timed.has(key) ? [] : [[key, withoutTime(member)]])),
  ) as Value;
};

const byPath = <Item>(items: readonly Item[], path: (item: Item) => string, without: readonly string[]): unknown => {
  const grouped = Object.groupBy(items, path);
  const strip = (item: Item): unknown =>
    withoutTime(Object.fromEntries(Object.entries(item as object).filter(([key]) => !without.includes(key))));
  return Object.fromEntries(
    Object.entries(grouped)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, group = []]) => [key, group.map(strip)]),
  );
};

/** All that a run found out, by path and in no order of time: two runs of the same workflow must agree on it. */
export const findings = (status: Status): unknown => ({
  state: status.state,
  counts: [status.executionCounts, status.experimentCounts],
  executions: withoutTime<ExecutionView[]>([...status.executions()]),
  snapshots: byPath<Snapshot>(status.snapshots, ({ experimentKey }) => experimentKey, ["snapshotId"]),
  changes: byPath<Change>(status.changes, ({ experimentKey }) => experimentKey, ["changeId"]),
  // How long an execution waited is not what it found out.
  timings: byPath(
    status.getTiming().records.filter(({ stepName }) => stepName !== "queue"),
    ({ experimentKey }) => experimentKey,
    ["recordId", "durationSeconds", "startTime", "endTime"],
  ),
  failures: byPath(status.getFailures(), ({ key }) => key, []),
  schemas: status.records
    .flatMap((record: JournalRecord) => (record.type === "schema.recorded" ? [record.fingerprint] : []))
    .toSorted(),
});
