import { lifecycleStates } from "../../../../machines/lifecycle.ts";
import { countOf, formatCount } from "../../../text/format-count.ts";
import { formatDuration, formatSeconds } from "../../../text/format-duration.ts";
import { formatShare } from "../../../text/format-share.ts";
import type { Counts } from "../../protocol/run-fold.ts";
import { type ExperimentOverview, type ModuleOverview, overviewOf } from "../../view/overview.ts";
import { StateBar } from "../shell/state-bar.tsx";
import { StateCounts } from "../shell/state-counts.tsx";
import { StateMark, stateLabels } from "../shell/state-mark.tsx";
import type { ViewProps } from "./view.ts";

/** Each module with its states and times, in the order they run: as many rows as there are names, whatever the size of the run. */
export const OverviewView = ({ page, go }: ViewProps) => {
  const { modules, elapsedMs, leftMs } = overviewOf(page.fold);
  const { head } = page.run;
  const spentMs = modules.reduce((sum, { totalMs }) => sum + totalMs, 0);
  return (
    <div class="overview">
      <dl class="tiles">
        <div>
          <dt>Experiments</dt>
          <dd>
            <StateCounts counts={page.fold.experiments} of="experiments" />
          </dd>
        </div>
        <div>
          <dt>Took</dt>
          <dd>
            {formatDuration(elapsedMs)}
            <span class="muted">
              {" "}
              · {formatDuration(spentMs)} of work, {head.concurrency} at once
            </span>
          </dd>
        </div>
        {page.fold.state === "InProgress" && (
          <div>
            <dt>Left</dt>
            <dd>
              {leftMs === undefined ? <span class="muted">not known yet</span> : `about ${formatSeconds(leftMs)}`}
            </dd>
          </div>
        )}
        {page.fold.blocked > 0 && (
          <div>
            <dt>Never run</dt>
            <dd class="bad">{countOf(page.fold.blocked, "execution")}, below a failed one</dd>
          </div>
        )}
      </dl>
      <table class="table overview-table">
        <thead>
          <tr>
            <th scope="col">Module</th>
            <th scope="col" class="overview-bar">
              States
            </th>
            {lifecycleStates.map((state) => (
              <th key={state} scope="col" class="number" title={stateLabels[state]}>
                <StateMark state={state} />
              </th>
            ))}
            <th scope="col" class="number wide-only">
              p50
            </th>
            <th scope="col" class="number wide-only">
              p95
            </th>
            <th scope="col" class="number">
              Total
            </th>
            <th scope="col" class="overview-share wide-only">
              Share of the work
            </th>
          </tr>
        </thead>
        {modules.map((module) => (
          <ModuleRows
            key={module.moduleName}
            module={module}
            spentMs={spentMs}
            onShow={(filter) => go({ view: "tree", filter })}
          />
        ))}
      </table>
    </div>
  );
};

/** More experiments than this are said, not shown: the page stays small whatever the run is. */
const mostExperiments = 12;

interface ModuleRowsProps {
  readonly module: ModuleOverview;
  /** What all modules took together. */
  readonly spentMs: number;
  readonly onShow: (filter: string) => void;
}

const ModuleRows = ({ module, spentMs, onShow }: ModuleRowsProps) => {
  const { moduleName, counts, blocked, reused, p50Ms, p95Ms, totalMs, experiments } = module;
  const shown = experiments.slice(0, mostExperiments);
  const notes = [
    ...(blocked > 0 ? [`${formatCount(blocked)} never run`] : []),
    ...(reused > 0 ? [`${formatCount(reused)} reused`] : []),
  ];
  return (
    <tbody data-module={moduleName} class={counts.Failed > 0 ? "failed" : ""}>
      <tr class="overview-module">
        <th scope="rowgroup">
          <button
            type="button"
            class="plain"
            onClick={() => onShow(moduleName)}
            title={`Show ${moduleName} in the tree`}
          >
            {moduleName}
          </button>
          {notes.length > 0 && <span class="note"> {notes.join(", ")}</span>}
        </th>
        <td class="overview-bar">
          <StateBar counts={counts} label={moduleName} />
        </td>
        <CountCells counts={counts} />
        <td class="number wide-only">{p50Ms === undefined ? "" : formatDuration(p50Ms)}</td>
        <td class="number wide-only">{p95Ms === undefined ? "" : formatDuration(p95Ms)}</td>
        <td class="number">{totalMs === 0 ? "" : formatDuration(totalMs)}</td>
        <td class="overview-share wide-only">
          {spentMs > 0 && totalMs > 0 && (
            <span class="share">
              <span class="share-track">
                <span class="share-fill" style={{ width: `${(100 * totalMs) / spentMs}%` }} />
              </span>
              <span class="share-text">{formatShare(totalMs / spentMs)}</span>
            </span>
          )}
        </td>
      </tr>
      {shown.map((experiment) => (
        <ExperimentRow key={experiment.experimentName} experiment={experiment} onShow={onShow} />
      ))}
      {experiments.length > shown.length && (
        <tr class="overview-experiment">
          <td colSpan={10} class="muted">
            and {countOf(experiments.length - shown.length, "more experiment")}
          </td>
        </tr>
      )}
    </tbody>
  );
};

const ExperimentRow = ({
  experiment: { experimentName, counts },
  onShow,
}: {
  readonly experiment: ExperimentOverview;
  readonly onShow: (filter: string) => void;
}) => (
  <tr class="overview-experiment">
    <td>
      <button type="button" class="plain" onClick={() => onShow(experimentName)}>
        {experimentName}
      </button>
    </td>
    <td class="overview-bar">
      <StateBar counts={counts} label={experimentName} />
    </td>
    <CountCells counts={counts} />
    <td colSpan={4} />
  </tr>
);

const CountCells = ({ counts }: { readonly counts: Counts }) => (
  <>
    {lifecycleStates.map((state) => (
      <td key={state} class={`number count-${state}`} data-count={state}>
        {counts[state] === 0 ? <span class="zero">0</span> : <span class="number">{formatCount(counts[state])}</span>}
      </td>
    ))}
  </>
);
