import { countOf, formatCount } from "../text/format-count.ts";
import { countLine } from "./count-line.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import type { ResumeStep } from "./resume-plan.ts";
import { wrapParts, wrapWords } from "./wrap.ts";

/** Each action, and what is said of the executions it stands for. */
const reasons: Readonly<Record<ResumeStep["action"], string>> = {
  keep: "completed: kept",
  failed: "failed: stay so",
  skip: "never run, because of a failure",
  retry: "in progress when the run was left: run again",
  start: "not started: run",
};

const mostLines = 200;

/** What a resumed run would do: counts with reasons, then the executions that would run. */
export const renderResumePlan = (runId: string, steps: readonly ResumeStep[], page: Page): string => {
  const counts = Object.entries(reasons).flatMap(([action, reason]) => {
    const count = steps.filter((step) => step.action === action).length;
    return count === 0 ? [] : [countLine(count, reason, page)];
  });
  const running = steps.filter(({ action }) => action === "retry" || action === "start");
  const lines = running.slice(0, mostLines).map(({ key, action, attempt }) => {
    if (action === "start") return `· ${printable(key)}`;
    return `${page.paint("busy", "▸")} ${wrapParts([printable(key), `attempt ${attempt}`], page, "    ")}`;
  });
  if (running.length > mostLines)
    lines.push(`… ${formatCount(running.length - mostLines)} more: --json lists everything`);
  const reusing = running.filter(({ mayBeReused }) => mayBeReused).length;
  if (reusing > 0)
    counts.push(
      countLine(reusing, "of those that run: taken over instead where the store holds the same (reuse)", page),
    );
  const head = wrapWords(`run ${printable(runId)} would run ${countOf(running.length, "execution")}`, page);
  return [head, ...counts, ...(lines.length === 0 ? [] : ["", ...lines])].join("\n");
};
