import stringWidth from "string-width";

import { parseSnapshotId } from "../journal/snapshot-id.ts";
import type { Schema } from "../schema/schema.ts";
import { describeAbove, pathNames } from "./describe-places.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { formatTimeOfDay } from "../text/format-when.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import type { SnapshotsReport } from "./snapshots-report.ts";
import { stateMark } from "./state-mark.ts";
import { renderTable } from "./table.ts";

/** The snapshots of a run, oldest first, as text without a final newline. */
export const renderSnapshots = ({ runId, snapshots, found, total }: SnapshotsReport, page: Page): string => {
  if (snapshots.length === 0)
    return total === 0 ? "no snapshots" : `none of ${countOf(total, "snapshot")} is one of these`;
  const earlier = found - snapshots.length;
  const whole = renderRows(snapshots, "snapshot", ({ snapshotId }) => printable(snapshotId), {
    ...page,
    width: Number.POSITIVE_INFINITY,
  });
  const wide = whole.split("\n").some((line) => stringWidth(line) > page.width);
  const table = wide
    ? `  ids read ${printable(runId ?? "")}:NUMBER\n${renderRows(snapshots, "number", ({ snapshotId }) => String(parseSnapshotId(snapshotId)?.seq ?? ""), page)}`
    : whole;
  return earlier > 0 ? `  … ${formatCount(earlier)} earlier: --limit ${found} lists all\n${table}` : table;
};

type Row = SnapshotsReport["snapshots"][number];

const renderRows = (rows: readonly Row[], head: string, idOf: (row: Row) => string, page: Page): string => {
  const names = pathNames(rows.map(({ experimentKey }) => experimentKey));
  const above = rows.map(({ experimentKey }) => describeAbove(experimentKey, names));
  const columns = [head, "time (UTC)", "phase", "state", "execution", "fields"];
  const heads = above.some((text) => text !== "") ? [...columns, "below"] : columns;
  return renderTable(
    heads,
    rows.map((row, place) => {
      const { timestamp, phase, moduleName, experimentName, metadata, state } = row;
      const { sign, ink } = stateMark[state];
      const { schemaBefore, schemaAfter } = metadata;
      return [
        idOf(row),
        formatTimeOfDay(timestamp),
        phase,
        page.paint(ink, `${sign} ${state}`),
        printable(`${moduleName}[${experimentName}]`),
        phase === "after" ? `${fieldsOf(schemaBefore)} → ${fieldsOf(schemaAfter)}` : fieldsOf(schemaBefore),
        ...(heads.length > columns.length ? [above[place] ?? ""] : []),
      ];
    }),
    heads.map(() => "left" as const),
    page,
  );
};

/** How many there are; a point for what is no frame. */
const fieldsOf = (schema: Schema | null): string => (schema === null ? "·" : formatCount(schema.fields.length));
