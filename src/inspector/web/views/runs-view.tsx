import { useState } from "preact/hooks";

import { countOf, formatCount } from "../../../text/format-count.ts";
import { formatWhen } from "../../../text/format-when.ts";
import { pageOfRuns } from "../../view/page-of-runs.ts";
import { formatRoute } from "../../view/route.ts";
import type { Source } from "../source/source.ts";
import { useRuns } from "../use-runs.ts";
import { StateBar } from "../shell/state-bar.tsx";
import { StateMark } from "../shell/state-mark.tsx";

/** All runs, newest first. */
export const RunsView = ({ source }: { readonly source: Source }) => {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [wanted, setPage] = useState(0);
  const runs = useRuns(source);
  if (runs.state === "waiting") return <p class="notice">Reading the runs …</p>;
  if (runs.state === "failed")
    return (
      <p class="notice" role="alert">
        {runs.message}
      </p>
    );
  const { shown, found, page, pages } = pageOfRuns(runs.value, text, wanted);
  const [a, b] = chosen;
  const choose = (runId: string): void =>
    setChosen(chosen.includes(runId) ? chosen.filter((other) => other !== runId) : [...chosen, runId].slice(-2));
  return (
    <main class="runs" tabIndex={0}>
      <h1>Runs</h1>
      <p class="muted">
        {a !== undefined && b !== undefined ? (
          <a href={formatRoute({ page: "compare", a, b })}>
            Compare {a} and then {b}
          </a>
        ) : (
          "Choose two to compare them."
        )}
      </p>
      <div class="tools">
        <input
          type="search"
          class="search"
          placeholder="Filter"
          aria-label="Filter runs by id, workflow or state"
          value={text}
          onInput={({ currentTarget }) => {
            setPage(0);
            setText(currentTarget.value);
          }}
        />
        <span class="muted number">{countOf(found, "run")}</span>
        {pages > 1 && (
          <>
            <button type="button" class="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
              Newer
            </button>
            <button type="button" class="button" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
              Older
            </button>
            <span class="muted number">
              page {formatCount(page + 1)} of {formatCount(pages)}
            </span>
          </>
        )}
      </div>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Compare</span>
            </th>
            <th scope="col">State</th>
            <th scope="col">Run</th>
            <th scope="col">Workflow</th>
            <th scope="col" class="wide-only">
              Executions
            </th>
            <th scope="col" class="number">
              Failed
            </th>
            <th scope="col" class="number wide-only">
              Began
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((run) => (
            <tr key={run.runId} data-run={run.runId}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Compare ${run.runId}`}
                  checked={chosen.includes(run.runId)}
                  onChange={() => choose(run.runId)}
                />
              </td>
              <td>
                <StateMark state={run.state} label />
                {run.live && <span class="pill">live</span>}
              </td>
              <td>
                <a href={formatRoute({ page: "run", runId: run.runId, view: "overview" })}>{run.runId}</a>
              </td>
              <td>{run.workflow}</td>
              <td class="wide-only">
                <StateBar counts={run.executions} label="executions" />
              </td>
              <td class="number">{run.executions.Failed === 0 ? "" : formatCount(run.executions.Failed)}</td>
              <td class="number wide-only">{formatWhen(run.startedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
};
