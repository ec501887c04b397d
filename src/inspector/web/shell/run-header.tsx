import { formatDuration, formatSeconds } from "../../../text/format-duration.ts";
import { formatWhen } from "../../../text/format-when.ts";
import type { Connection, RunPage } from "../run-page.ts";
import { RunControl } from "./run-control.tsx";
import { StateCounts } from "./state-counts.tsx";
import { StateMark } from "./state-mark.tsx";
import { ThemeButton } from "./theme-button.tsx";

/** What run this is, how it stands, and whether the page still hears of it. */
export const RunHeader = ({ page, onHelp }: { readonly page: RunPage; readonly onHelp: () => void }) => {
  const { fold, run } = page;
  const began = run.columns.at[0];
  const now = run.columns.at[Math.max(0, fold.seq - 1)] ?? began;
  return (
    <header class="run-header">
      <a class="home" href="#/runs">
        runs
      </a>
      <h1>
        {run.head.workflow} <span class="run-id">{page.runId}</span>
      </h1>
      <span class="run-state" data-run-state={fold.state}>
        <StateMark state={fold.state} label />
      </span>
      {began !== undefined && now !== undefined && (
        <span class="muted" title={`since ${formatWhen(began)}`}>
          {fold.state === "InProgress" ? formatSeconds(now - began) : formatDuration(now - began)}
        </span>
      )}
      <StateCounts counts={fold.executions} of="executions" />
      <span class="spacer" />
      <span class={`connection connection-${page.connection}`} role="status" data-connection={page.connection}>
        {connectionLabels[page.connection]}
      </span>
      <RunControl page={page} />
      <ThemeButton />
      <button type="button" class="quiet" onClick={onHelp} title="Keys (?)" aria-label="keys">
        ?
      </button>
    </header>
  );
};

const connectionLabels: Readonly<Record<Connection, string>> = {
  live: "live",
  ended: "",
  lost: "connection lost, trying again",
};
