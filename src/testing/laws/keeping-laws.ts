import { canonicalJson } from "../../schema/canonical-json.ts";
import { StatusError } from "../../error.ts";
import type { Status } from "../../status/status.ts";
import type { RunLaw } from "./run-law.ts";

const newestRecords: RunLaw = {
  claim: "no more records stay in memory than it was told, and those are the newest",
  broken: ({ trial, status, records }) => {
    const { keepRecords = records.length } = trial;
    const kept = status.records;
    const expected = records.slice(Math.max(0, records.length - keepRecords));
    if (kept.length !== expected.length)
      return `${kept.length} records are in memory, and ${expected.length} should be`;
    const at = kept.findIndex((record, n) => canonicalJson(record) !== canonicalJson(expected[n] ?? null));
    return at < 0 ? undefined : `among the newest is record ${kept[at]?.seq ?? "?"}, not ${expected[at]?.seq ?? "?"}`;
  },
};

const releasedResults: RunLaw = {
  claim: "inner results are let go of where that was asked, and no others",
  broken: ({ trial, status, whole, plan, lives }) => {
    // What a process let go of, another may read again.
    if (lives.length > 1) return undefined;
    for (const { key, depth, state } of whole.executions()) {
      if (state !== "Completed") continue;
      const expected = trial.retain === "leaves" && depth < plan.sequence.length - 1 ? "released" : "there";
      const found = fateOfResult(status, key);
      // A run that ended before its time has not come to let go of all.
      if (found !== expected && (found === "released" || status.isCompleted()))
        return `the result of ${key} is ${found}, and should be ${expected}`;
    }
    return undefined;
  },
};

const fateOfResult = (status: Status, key: string): string => {
  try {
    status.getExecutionResult(key);
    return "there";
  } catch (thrown) {
    return thrown instanceof StatusError ? thrown.reason : String(thrown);
  }
};

const forbiddenReuse: RunLaw = {
  claim: "nothing is taken over where there is nothing to take over, or it is forbidden",
  broken: ({ trial, earlier, records }) => {
    if (earlier !== undefined && trial.reuse !== false) return undefined;
    const taken = records.find((record) => record.type === "module.completed" && record.origin === "reused");
    return taken && `record ${taken.seq} says that a result was taken over`;
  },
};

/** What a run keeps, and what it takes from those before it. */
export const keepingLaws: readonly RunLaw[] = [newestRecords, releasedResults, forbiddenReuse];
