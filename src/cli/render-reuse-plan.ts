import stringWidth from "string-width";

import type { RunOrigin } from "../executor/reuse.ts";
import type { RunCause } from "../journal/reuse-decision.ts";
import { padEnd } from "./clip.ts";
import { countOf, formatCount } from "./format-count.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import type { ReuseStep } from "./reuse-plan.ts";

/** Each cause, and what is said of the executions that run because of it. */
const causes: Readonly<Record<RunCause, string>> = {
  failed: "failed before",
  "in-progress": "in progress then",
  "never-ran": "never ran",
  new: "new",
  "other-params": "other params now",
  "unknown-params": "params hold code: nobody can compare them",
  "other-key": "made from other parts",
  "not-stored": "completed, but the result was not stored",
  unreadable: "completed, but the result cannot be read",
  above: "below one that runs",
};

const [mostLines, widestKey] = [200, 90];

/** What a run that begins from an earlier one would do: counts with reasons, then each execution that would run. */
export const renderReusePlan = (origin: RunOrigin, steps: readonly ReuseStep[], paint: Paint): string => {
  const running = steps.filter((step) => step.action === "run");
  const taken = steps.length - running.length;
  const counts = Object.entries(causes).map(
    ([cause, said]) => [running.filter((step) => step.cause === cause).length, `${said}: run`] as const,
  );
  const shown = running.slice(0, mostLines).map(({ key, cause }) => ({ key: printable(key), cause }));
  const keyWidth = Math.min(widestKey, Math.max(0, ...shown.map(({ key }) => stringWidth(key))));
  const lines = shown.map(({ key, cause }) => `· ${padEnd(key, keyWidth)}  ${paint("quiet", causes[cause])}`);
  if (running.length > mostLines)
    lines.push(`… ${formatCount(running.length - mostLines)} more: --json lists everything`);
  return [
    `a new run from ${printable(origin.runId)} at record ${origin.seq} would run ${formatCount(running.length)} of ${countOf(steps.length, "execution")}`,
    ...[[taken, "completed with the same params: taken over"] as const, ...counts].flatMap(([count, said]) =>
      count === 0 ? [] : [`  ${formatCount(count).padStart(7)}  ${said}`],
    ),
    ...(lines.length === 0 ? [] : ["", ...lines]),
  ].join("\n");
};
