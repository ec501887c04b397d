import type { ChangedPart, ReuseReason } from "./reuse-decision.ts";

/** Why an execution ran, or from where its result was taken, in a few words; names and details are as they were given. */
export const describeReuse = (why: ReuseReason): string => {
  switch (why.kind) {
    case "begun-from":
      return `completed with the same params in ${placeOf(why.from)}`;
    case "same-key":
      return `made from the same in ${placeOf(why.from)}`;
    case "changed":
      return why.parts.length === 0
        ? `made from other parts than in ${placeOf(why.since)}`
        : `${why.parts.map(partOf).join(", ")} changed since ${placeOf(why.since)}`;
    case "damaged":
      return `its result in ${placeOf(why.from)} is damaged: ${why.detail}`;
    case "input-not-stored":
      return `its input was not stored: ${why.detail}`;
    case "upstream-not-stored":
      return `the result of ${why.moduleName} was not stored: ${why.detail}`;
    case "dependencies-unknown":
      return `what it depends on is not known: ${why.detail}`;
    case "failed":
      return "failed before";
    case "in-progress":
      return "in progress then";
    case "never-ran":
      return "never ran";
    case "new":
      return "new";
    case "other-params":
      return "other params now";
    case "unknown-params":
      return "params hold code: nobody can compare them";
    case "other-key":
      return "made from other parts now";
    case "not-stored":
      return "completed, but the result was not stored";
    case "unreadable":
      return "completed, but the result cannot be read";
    case "above":
      return "below one that runs";
    case "turned-off":
      return "reuse is turned off";
  }
};

const placeOf = ({ runId, seq }: { readonly runId: string; readonly seq: number }): string => `${runId}:${seq}`;

const partOf = (changed: ChangedPart): string => {
  switch (changed.part) {
    case "version":
    case "params":
    case "input":
      return changed.part;
    case "upstream":
      return `the result of ${changed.moduleName}`;
    case "dependency":
      return changed.name;
  }
};
