import type { JournalRecord } from "../../journal/record.ts";
import { canonicalJson } from "../../schema/canonical-json.ts";
import { isModuleFault } from "../faults/fault.ts";
import type { TrialRun } from "../trial/trial-run.ts";
import type { RunLaw } from "./run-law.ts";

/** What observers are told, and when. */
export const tellingLaw: RunLaw = {
  claim: "observers are told of every record once, in order, after it was kept; one that throws disturbs nobody",
  broken: (run) => {
    const told = new Map<number, JournalRecord>();
    let last = 0;
    for (const event of run.events) {
      if (event.type !== "told") continue;
      const { record, stored } = event;
      if (record.seq <= last) return `an observer was told of record ${record.seq} after record ${last}`;
      if (stored !== undefined && stored < record.seq)
        return `an observer was told of record ${record.seq}, and the store held ${stored}`;
      last = record.seq;
      told.set(record.seq, record);
    }
    for (const record of run.records) {
      const heard = told.get(record.seq);
      // What a process appended right before it died, nobody was told.
      if (heard === undefined && run.lives[0]?.kind === "crashed") continue;
      if (heard === undefined) return `no observer was told of record ${record.seq}`;
      if (canonicalJson(heard) !== canonicalJson(record))
        return `an observer was told another record ${record.seq} than the journal has`;
    }
    const expected = throwing(run);
    return run.reports === expected ? undefined : `${run.reports} failing observers were reported, not ${expected}`;
  },
};

/** How many observers threw: in each process there is one that does, and only its first failure is reported. */
const throwing = ({ trial, events, lives }: TrialRun): number => {
  const at = new Set(
    trial.faults.flatMap((fault) => (!isModuleFault(fault) && fault.kind === "observer" ? [fault.record] : [])),
  );
  return lives.filter((_, life) =>
    events.some((event) => event.type === "told" && event.life === life && at.has(event.record.seq)),
  ).length;
};
