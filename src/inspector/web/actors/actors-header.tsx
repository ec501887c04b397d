import { countOf, formatCount } from "../../../text/format-count.ts";
import { ThemeButton } from "../shell/theme-button.tsx";
import type { RelayPage } from "./relay-page.ts";
import { StatusMark, statuses } from "./status-mark.tsx";

/** Which relay this is, how its actors stand, and whether it is still heard. */
export const ActorsHeader = ({ page, onHelp }: { readonly page: RelayPage; readonly onHelp: () => void }) => {
  const { report, failure, counts } = page;
  const lost = failure !== undefined || report?.connection === "lost";
  const standing = failure ?? (lost ? "the relay does not answer, trying again" : "live");
  return (
    <header class="run-header">
      <h1>
        Actors <span class="run-id">{report?.relay}</span>
      </h1>
      <ul class="counts" aria-label="actors by status" data-counts="actors">
        {statuses.map((status) => (
          <li key={status} class={counts[status] === 0 ? "count none" : "count"} title={`${status} actors`}>
            <StatusMark status={status} />
            <span class="number" data-count={status}>
              {formatCount(counts[status])}
            </span>
          </li>
        ))}
      </ul>
      {report !== undefined && (
        <span class="muted number" data-messages={report.totals.messages}>
          {countOf(report.totals.messages, "message")}
          {report.protocol !== undefined && ` of ${report.protocol}`}
          {report.totals.passedOver > 0 && `, ${formatCount(report.totals.passedOver)} passed over`}
          {report.totals.forgotten > 0 && `, ${countOf(report.totals.forgotten, "actor")} not kept`}
        </span>
      )}
      <span class="spacer" />
      <span class={`connection connection-${lost ? "lost" : "live"}`} role="status">
        {standing}
      </span>
      <ThemeButton />
      <button type="button" class="quiet" onClick={onHelp} title="Keys (?)" aria-label="keys">
        ?
      </button>
    </header>
  );
};
