import { describeMove } from "../../schema/describe-move.ts";
import type { FieldChange } from "../../schema/field-change.ts";

/** What a change is of: the column by its names with dots, or the frame. */
export const changedName = ({ target }: FieldChange): string =>
  target.kind === "dataset" ? "the frame" : target.path.join(".");

/** What a change did, in a line. */
export const describeChange = (change: FieldChange): string => {
  switch (change.type) {
    case "CREATE":
      return "type" in change.after ? change.after.type : attributes(change.after);
    case "DELETE":
      return "type" in change.before ? change.before.type : attributes(change.before);
    case "UPDATE":
      return change.aspects
        .map((aspect) => {
          if (aspect === "stats") return "statistics";
          const [before, after] = [valueOf(change.before, aspect), valueOf(change.after, aspect)];
          return aspect === "position" ? describeMove(Number(before), Number(after)) : `${aspect} ${before} → ${after}`;
        })
        .join(", ");
    case "TRANSFORM":
      return `${String(change.before.type)} → ${String(change.after.type)} (${change.grade})`;
  }
};

const attributes = (given: object): string =>
  Object.entries(given)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(", ");

const valueOf = (given: object, aspect: string): string => {
  const value: unknown = Object.entries(given).find(([name]) => name === aspect)?.[1];
  return value === undefined ? "none" : JSON.stringify(value);
};
