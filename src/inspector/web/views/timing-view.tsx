import { useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import { formatShare } from "../../../text/format-share.ts";
import { type TimingBy, timingGroups, type TimingRow } from "../../view/timing-groups.ts";
import type { ViewProps } from "./view.ts";

const mostRows = 100;

type SortKey = Exclude<keyof TimingRow, "moduleName">;

interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly wideOnly?: boolean;
}

/** On a phone, columns that are for wide pages only are left out; the CSV has them. */
const columns: readonly Column[] = [
  { key: "name", title: "Name" },
  { key: "count", title: "n" },
  { key: "failed", title: "Failed" },
  { key: "p50Ms", title: "p50" },
  { key: "p95Ms", title: "p95" },
  { key: "meanMs", title: "Mean", wideOnly: true },
  { key: "maxMs", title: "Max", wideOnly: true },
  { key: "sumMs", title: "Sum" },
];

/** Where the time went, by module, experiment or step. */
export const TimingView = ({ page }: ViewProps) => {
  const [by, setBy] = useState<TimingBy>("module");
  const [sort, setSort] = useState<{ readonly key: SortKey; readonly down: boolean }>({ key: "sumMs", down: true });
  const rows = timingGroups(page.fold, by).toSorted((a, b) => compare(a[sort.key], b[sort.key]) * (sort.down ? -1 : 1));
  const total = rows.reduce((sum, { sumMs }) => sum + sumMs, 0);
  return (
    <div class="text-view">
      <div class="tools" role="group" aria-label="Group by">
        {(["module", "experiment", "step"] as const).map((each) => (
          <button
            key={each}
            type="button"
            class={by === each ? "button on" : "button"}
            aria-pressed={by === each}
            onClick={() => setBy(each)}
          >
            by {each}
          </button>
        ))}
        <button type="button" class="button" onClick={() => void navigator.clipboard?.writeText(csvOf(rows))}>
          Copy as CSV
        </button>
      </div>
      <table class="table timing">
        <thead>
          <tr>
            {columns.map(({ key, title, wideOnly }) => (
              <th
                key={key}
                scope="col"
                class={key === "name" ? "" : wideOnly === true ? "number wide-only" : "number"}
                aria-sort={sort.key !== key ? "none" : sort.down ? "descending" : "ascending"}
              >
                <button
                  type="button"
                  class="plain"
                  onClick={() => setSort({ key, down: sort.key === key ? !sort.down : key !== "name" })}
                >
                  {title}
                  {sort.key === key ? (sort.down ? " ↓" : " ↑") : ""}
                </button>
              </th>
            ))}
            <th scope="col" class="overview-share">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <tr key={`${row.moduleName}/${row.name}`} data-timing={row.name}>
              <th scope="row">
                {by !== "module" && <span class="muted">{row.moduleName} </span>}
                {row.name}
              </th>
              <td class="number">{formatCount(row.count)}</td>
              <td class={row.failed > 0 ? "number bad" : "number zero"}>{formatCount(row.failed)}</td>
              {(["p50Ms", "p95Ms", "meanMs", "maxMs", "sumMs"] as const).map((key) => (
                <td key={key} class={key === "meanMs" || key === "maxMs" ? "number wide-only" : "number"}>
                  {formatDuration(row[key])}
                </td>
              ))}
              <td>
                <span class="share">
                  <span class="share-track">
                    <span class="share-fill" style={{ width: `${total === 0 ? 0 : (100 * row.sumMs) / total}%` }} />
                  </span>
                  <span class="share-text">{total === 0 ? "" : formatShare(row.sumMs / total)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <p class="muted">Nothing has ended yet{by === "step" ? ", or no module times its steps" : ""}.</p>
      )}
      {rows.length > mostRows && (
        <p class="muted">
          The first {mostRows} of {formatCount(rows.length)}; all are in the CSV.
        </p>
      )}
    </div>
  );
};

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 4180; what a spreadsheet would take for a formula is text. */
const csvOf = (rows: readonly TimingRow[]): string =>
  [
    "module,name,count,failed,p50_ms,p95_ms,mean_ms,max_ms,sum_ms",
    ...rows.map(
      (row) =>
        [row.moduleName, row.name].map(quoted).join(",") +
        `,${row.count},${row.failed},${row.p50Ms},${row.p95Ms},${row.meanMs},${row.maxMs},${row.sumMs}`,
    ),
  ].join("\r\n");

const quoted = (text: string): string => `"${(/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
