import stringWidth from "string-width";

import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";
import { clip, padEnd, padStart } from "./clip.ts";
import { formatCount } from "../text/format-count.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { stateMark } from "./state-mark.ts";
import type { ModuleProgress } from "../status/time-left.ts";

const widestBar = 20;

/** Where there is less than this, the columns are headed by the signs of the states: names of modules need some room too. */
const widestHead = 54;

/** One module's executions per state. */
export type ModuleStates = Pick<ModuleProgress, "moduleName" | "counts" | "blocked">;

/** A bar and the counts per state of every module, and of the run as a whole below them. */
export const renderStates = (
  view: { readonly workflow: string; readonly modules: readonly ModuleStates[] },
  page: Page & { readonly height: number },
): string => {
  const total: ModuleStates = {
    moduleName: printable(view.workflow),
    counts: sumCounts(view.modules),
    blocked: view.modules.reduce((sum, { blocked }) => sum + blocked, 0),
  };
  const shown = chooseModules(view.modules, Math.max(1, page.height - 3));
  const namesFit = page.width >= widestHead;
  const headOf = (state: LifecycleState): string => (namesFit ? state : stateMark[state].sign);
  const columns = lifecycleStates.map((state) =>
    Math.max(headOf(state).length, formatCount(total.counts[state]).length),
  );
  const names = [total, ...shown].map(({ moduleName }) => stringWidth(printable(moduleName)));
  // What is left of a narrow terminal goes to the names first: the counts say what the bar says.
  const room = page.width - 3 - columns.reduce((sum, width) => sum + width + 2, 0);
  const nameWidth = Math.max(8, Math.min(room, Math.max(...names)));
  const barRoom = Math.min(widestBar, room - nameWidth);
  const barWidth = barRoom < 6 ? 0 : barRoom;
  const row = ({ moduleName, counts, blocked }: ModuleStates): string =>
    [
      padEnd(clip(printable(moduleName), nameWidth), nameWidth),
      bar(counts, blocked, barWidth, page),
      ...lifecycleStates.map((state, place) => {
        const cell = padStart(counts[state] === 0 ? "·" : formatCount(counts[state]), columns[place] ?? 0);
        return page.paint(counts[state] === 0 ? "quiet" : stateMark[state].ink, cell);
      }),
    ].join("  ");
  const head = [
    " ".repeat(nameWidth),
    " ".repeat(barWidth),
    ...lifecycleStates.map((state, n) => padStart(headOf(state), columns[n] ?? 0)),
  ];
  const hidden = view.modules.length - shown.length;
  return [
    page.paint("quiet", head.join("  ")),
    ...shown.map(row),
    ...(hidden > 0 ? [page.paint("quiet", `… ${hidden} more modules`)] : []),
    row(total),
  ].join("\n");
};

/** Green for what completed, red for what failed or never will run, yellow for what is in progress. */
const bar = (counts: ModuleStates["counts"], blocked: number, width: number, { paint }: Page): string => {
  const all = counts.NotStarted + counts.InProgress + counts.Completed + counts.Failed;
  const upTo = (count: number): number => Math.floor((width * count) / Math.max(1, all));
  const [good, bad] = [upTo(counts.Completed), upTo(counts.Completed + counts.Failed + blocked)];
  const busy =
    counts.InProgress > 0 ? Math.max(upTo(all - counts.NotStarted + blocked), Math.min(bad + 1, width)) : bad;
  return [
    paint("good", "█".repeat(good)),
    paint("bad", "▓".repeat(bad - good)),
    paint("busy", "▒".repeat(busy - bad)),
    paint("quiet", "░".repeat(width - busy)),
  ].join("");
};

const sumCounts = (modules: readonly ModuleStates[]): ModuleStates["counts"] => {
  const sum = { NotStarted: 0, InProgress: 0, Completed: 0, Failed: 0 };
  for (const { counts } of modules) for (const state of lifecycleStates) sum[state] += counts[state];
  return sum;
};

/** All modules where there is room; otherwise those around the first that is not done. */
const chooseModules = (modules: readonly ModuleStates[], room: number): readonly ModuleStates[] => {
  if (modules.length <= room) return modules;
  const busy = modules.findIndex(({ counts }) => counts.InProgress > 0);
  const from = Math.max(0, Math.min(busy - Math.floor(room / 2), modules.length - room + 1));
  return modules.slice(from, from + room - 1);
};
