import { formatCount } from "../text/format-count.ts";
import type { Paint } from "./paint.ts";
import { stateMark } from "./state-mark.ts";

/** What is said of a run before its first record, of how many: of those of an empty journal there are none at all. */
export const notBegun = (records: number, paint: Paint): string => {
  const { sign, ink } = stateMark.NotStarted;
  const why = records === 0 ? "there is no record of it" : `the run begins with record 1 of ${formatCount(records)}`;
  return `${paint(ink, sign)} nothing has started: ${why}`;
};
