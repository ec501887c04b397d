import stringWidth from "string-width";

import type { ReusePlan, ReuseStep } from "../executor/plan-reuse.ts";
import { describeReuse } from "../journal/describe-reuse.ts";
import type { ReuseReason } from "../journal/reuse-decision.ts";
import { clip, padEnd } from "./clip.ts";
import { countLine } from "./count-line.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { isNarrow, type Page } from "./page.ts";
import { printable } from "./printable.ts";
import { wrap, wrapWords } from "./wrap.ts";

const [mostLines, widestKey, longestReason] = [200, 90, 100];

/** What a run that begins from an earlier one would do: counts with reasons, then each execution that may run. */
export const renderReusePlan = ({ origin, steps }: ReusePlan, page: Page): string => {
  const open = steps.filter(({ action }) => action !== "reuse");
  const shown = open.slice(0, mostLines).map((step) => ({ key: printable(step.key), reason: reasonOf(step) }));
  const keyWidth = Math.min(widestKey, Math.max(0, ...shown.map(({ key }) => stringWidth(key))));
  const widest = Math.max(0, ...shown.map(({ reason }) => keyWidth + 4 + stringWidth(reason)));
  const isFolded = isNarrow(page) && widest > page.width;
  const lines = shown.map(({ key, reason }) => {
    if (!isFolded) return `· ${padEnd(key, keyWidth)}  ${page.paint("quiet", reason)}`;
    return [`· ${key}`, ...wrap(reason.split(" "), page.width - 4, " ").map(below(page))].join("\n");
  });
  if (open.length > mostLines) lines.push(`… ${formatCount(open.length - mostLines)} more: --json lists everything`);
  return [
    wrapWords(headOf(origin, steps), page),
    ...countLines(steps, page),
    ...(lines.length === 0 ? [] : ["", ...lines]),
  ].join("\n");
};

const below =
  ({ paint }: Page) =>
  (line: string): string =>
    `    ${paint("quiet", line)}`;

const headOf = ({ runId, seq }: ReusePlan["origin"], steps: readonly ReuseStep[]): string => {
  const running = steps.filter(({ action }) => action === "run").length;
  const undecided = steps.some(({ action }) => action === "undecided") ? ", and perhaps more," : "";
  return `a new run from ${printable(runId)} at record ${seq} would run ${formatCount(running)}${undecided} of ${countOf(steps.length, "execution")}`;
};

/** How many executions there are of each action and kind of reason: taken over first, undecided last. */
const countLines = (steps: readonly ReuseStep[], page: Page): readonly string[] => {
  const groups = Map.groupBy(steps, (step) => `${step.action} ${kindOf(step)}`);
  return (["reuse", "run", "undecided"] as const).flatMap((action) =>
    Array.from(groups.values())
      .filter(([first]) => first?.action === action)
      .flatMap(([first, ...rest]) =>
        first === undefined ? [] : [countLine(rest.length + 1, `${kindOf(first)}: ${outcomes[action]}`, page)],
      ),
  );
};

const outcomes: Readonly<Record<ReuseStep["action"], string>> = {
  reuse: "taken over",
  run: "run",
  undecided: "decided when that has run",
};

/** Reasons of one kind are counted together, whatever run or part they name. */
const kindOf = ({ why }: ReuseStep): string => kinds.get(why.kind) ?? printable(describeReuse(why));

const kinds: ReadonlyMap<ReuseReason["kind"], string> = new Map([
  ["begun-from", "completed with the same params"],
  ["same-key", "made from the same in another run"],
  ["changed", "made from other parts now"],
  ["damaged", "the result is damaged"],
  ["input-not-stored", "input not stored"],
  ["upstream-not-stored", "an earlier result not stored"],
  ["dependencies-unknown", "dependencies not known"],
]);

const reasonOf = (step: ReuseStep): string =>
  clip(`${printable(describeReuse(step.why))}${step.action === "undecided" ? ", decided then" : ""}`, longestReason);
