import type { ModuleReport } from "../../machines/events.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import { changesOf } from "../status/change.ts";
import { snapshotOf } from "../status/snapshot.ts";
import { timingOf } from "../status/timing-of.ts";
import type { Observer } from "./observers.ts";
import type { RunActors } from "./run-actors.ts";

/** An observer that hands every snapshot, change and timing record to the run actor, which emits them. */
export const reportToRun =
  (log: JournalLog, actors: RunActors): Observer =>
  (record) => {
    const snapshot = snapshotOf(record, log.state);
    const changes = changesOf(record, log.state);
    const timing = timingOf(record, log.state);
    if (snapshot === undefined && changes.length === 0 && timing === undefined) return;
    const report: ModuleReport = {
      type: "module.report",
      at: record.at,
      ...(snapshot && { snapshots: [snapshot] }),
      changes,
      ...(timing && { timings: [timing] }),
    };
    actors.tellRun(report);
  };
