import { formatCount } from "../text/format-count.ts";
import { formatDuration } from "../text/format-duration.ts";
import { formatShare } from "../text/format-share.ts";
import type { ModuleTiming } from "./module-timing.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";

const mostRows = 15;
const head = ["module", "count", "mean", "p50", "p95", "max", "total", "share"];

/** Where the time went, by module. */
export const renderModules = (modules: readonly ModuleTiming[], page: Page): string => {
  const rows = modules
    .slice(0, mostRows)
    .map(({ moduleName, count, meanMs, p50Ms, p95Ms, maxMs, totalMs, share }) => [
      printable(moduleName),
      formatCount(count),
      formatDuration(meanMs),
      formatDuration(p50Ms),
      formatDuration(p95Ms),
      formatDuration(maxMs),
      formatDuration(totalMs),
      formatShare(share),
    ]);
  const table = renderTable(head, rows, ["left", ...head.slice(1).map(() => "right" as const)], page);
  return modules.length > mostRows ? `${table}\n  … ${modules.length - mostRows} faster modules` : table;
};
