import type { JournalRecord } from "../journal/record.ts";
import type { Status } from "../status/status.ts";
import { experimentKey } from "../workflow/experiment-key.ts";
import { clip } from "./clip.ts";
import { errorMessage } from "./error-text.ts";
import { formatDuration } from "../text/format-duration.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { stateMark } from "./state-mark.ts";

/** The line for a record where there is no terminal: one for each execution that ended; undefined for other records. */
export const progressLine = (record: JournalRecord, status: Status, paint: Paint): string | undefined => {
  if (record.type !== "module.completed" && record.type !== "module.failed") return undefined;
  const { sign, ink } = stateMark[record.type === "module.completed" ? "Completed" : "Failed"];
  const key = printable(experimentKey(status.plan.execution(record.execution).path));
  const mark = paint(ink, sign);
  if (record.type === "module.completed")
    return `${mark} ${key} ${record.origin === "reused" ? "reused" : formatDuration(record.durationMs)}`;
  const { reason, error } = record;
  const why = `${reason === "error" ? error.name : reason}: ${errorMessage(error)}`;
  return `${mark} ${key}: ${clip(printable(why), 200)}`;
};
