import { formatCount } from "../../../text/format-count.ts";
import { formatDuration, formatSeconds } from "../../../text/format-duration.ts";
import { lifecycleStates } from "../../../../machines/lifecycle.ts";
import { type ModuleOverview, overviewOf } from "../../view/overview.ts";
import { StateBar } from "../shell/state-bar.tsx";
import { StateCounts } from "../shell/state-counts.tsx";
import type { ViewProps } from "./view.ts";

/** Each module with its states and times, whatever the size of the run. */
export const OverviewView = ({ page, go }: ViewProps) => {
  const { modules, leftMs } = overviewOf(page.fold);
  const { head } = page.run;
  return (
    <div class="overview">
      <p class="lead">
        {formatCount(page.fold.plan.size.experiments)} experiments over {formatCount(page.fold.plan.size.executions)}{" "}
        executions, {head.concurrency} at once
        {page.fold.state === "InProgress" && leftMs !== undefined && <>; about {formatSeconds(leftMs)} left</>}
      </p>
      <StateCounts counts={page.fold.experiments} of="experiments" />
      <div class="modules">
        {modules.map((module) => (
          <ModuleColumn
            key={module.moduleName}
            module={module}
            onShow={() => go({ view: "tree", filter: module.moduleName })}
          />
        ))}
      </div>
    </div>
  );
};

const mostCells = 24;

const ModuleColumn = ({ module, onShow }: { readonly module: ModuleOverview; readonly onShow: () => void }) => {
  const { moduleName, counts, blocked, reused, p50Ms, p95Ms, totalMs, experiments } = module;
  const shown = experiments.slice(0, mostCells);
  return (
    <section class={counts.Failed > 0 ? "module module-failed" : "module"} data-module={moduleName}>
      <h2>
        <button type="button" class="plain" onClick={onShow} title={`Show ${moduleName} in the tree`}>
          {moduleName}
        </button>
      </h2>
      <StateBar counts={counts} label={moduleName} />
      <StateCounts counts={counts} of={`executions of ${moduleName}`} />
      <dl class="facts">
        <dt>p50</dt>
        <dd>{p50Ms === undefined ? "–" : formatDuration(p50Ms)}</dd>
        <dt>p95</dt>
        <dd>{p95Ms === undefined ? "–" : formatDuration(p95Ms)}</dd>
        <dt>total</dt>
        <dd>{totalMs === 0 ? "–" : formatDuration(totalMs)}</dd>
        {blocked > 0 && (
          <>
            <dt>never run</dt>
            <dd>{formatCount(blocked)}</dd>
          </>
        )}
        {reused > 0 && (
          <>
            <dt>reused</dt>
            <dd>{formatCount(reused)}</dd>
          </>
        )}
      </dl>
      <ul class="cells">
        {shown.map(({ experimentName, counts: own }) => {
          const total = lifecycleStates.reduce((sum, state) => sum + own[state], 0);
          return (
            <li key={experimentName} class="cell">
              <span class="cell-name">{experimentName}</span>
              <StateBar counts={own} label={experimentName} />
              <span class="number muted">
                {formatCount(own.Completed + own.Failed)}/{formatCount(total)}
              </span>
            </li>
          );
        })}
      </ul>
      {experiments.length > shown.length && (
        <p class="muted">and {formatCount(experiments.length - shown.length)} more experiments</p>
      )}
    </section>
  );
};
