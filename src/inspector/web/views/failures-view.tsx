import { countOf } from "../../../text/format-count.ts";
import { type FailureCause, failureCauses } from "../../view/failure-causes.ts";
import { shortKey } from "../../view/fold-path.ts";
import { ErrorText } from "../execution-detail.tsx";
import { useRemote } from "../use-remote.ts";
import type { ViewProps } from "./view.ts";

const mostCauses = 30;
const mostKeys = 12;

/** What failed, by what went wrong; and what never ran because of it. */
export const FailuresView = ({ page, go }: ViewProps) => {
  const causes = failureCauses(page.fold);
  if (causes.length === 0) return <p class="notice">Nothing has failed.</p>;
  const completed = page.fold.experiments.Completed;
  return (
    <div class="text-view">
      <p class="lead">
        {countOf(page.fold.executions.Failed, "execution")} failed in {countOf(causes.length, "way")};{" "}
        {countOf(page.fold.blocked, "execution")} never ran because of them; {countOf(completed, "experiment")}{" "}
        completed all the same.
      </p>
      <WhatNext page={page} />
      {causes.slice(0, mostCauses).map((cause) => (
        <Cause key={cause.firstSeq} cause={cause} page={page} go={go} />
      ))}
      {causes.length > mostCauses && <p class="muted">and {countOf(causes.length - mostCauses, "more way")}</p>}
    </div>
  );
};

/** The command is for now, whatever record the page stands at: whether the run is over is asked of its last one. */
const WhatNext = ({ page }: Pick<ViewProps, "page">) => {
  const { type } = page.run.row(page.run.length);
  return type === "run.completed" || type === "run.failed" ? (
    <p class="muted">
      To run again what did not complete: <code class="command">runstate retry WORKFLOW CONFIG {page.runId}</code>
    </p>
  ) : (
    <p class="muted">
      To go on with the run once no process works on it:{" "}
      <code class="command">runstate resume WORKFLOW CONFIG {page.runId}</code>; what failed stays failed.
    </p>
  );
};

const Cause = ({ cause, page, go }: Pick<ViewProps, "page" | "go"> & { readonly cause: FailureCause }) => {
  const { firstSeq, lastSeq, moduleNames, executions, blocked, reason } = cause;
  const record = useRemote(`${page.runId}/${firstSeq}`, () => page.source.records(page.runId, firstSeq, firstSeq));
  const [body] = record.state === "here" ? record.value : [];
  return (
    <section class="cause-group" data-cause={cause.error}>
      <h2>
        {moduleNames.join(", ")}: {countOf(executions.length, "execution")}
        {blocked > 0 && <span class="muted"> · {countOf(blocked, "execution")} below never ran</span>}
      </h2>
      {body !== undefined && "error" in body ? (
        <ErrorText error={body.error} reason={reason} />
      ) : (
        <h3 class="bad">{cause.error}</h3>
      )}
      <p class="muted">
        Last snapshot: <RecordLink seq={lastSeq} page={page} go={go} />
        {firstSeq !== lastSeq && (
          <>
            {" "}
            · first: <RecordLink seq={firstSeq} page={page} go={go} />
          </>
        )}
      </p>
      <ul class="keys">
        {executions.slice(0, mostKeys).map((execution) => (
          <li key={execution}>
            <button type="button" class="link" onClick={() => go({ view: "tree", selected: execution })}>
              {shortKey(page.fold.plan.execution(execution).path)}
            </button>
          </li>
        ))}
        {executions.length > mostKeys && (
          <li class="muted">and {countOf(executions.length - mostKeys, "more execution")}</li>
        )}
      </ul>
    </section>
  );
};

const RecordLink = ({ seq, page, go }: Pick<ViewProps, "page" | "go"> & { readonly seq: number }) => (
  <button type="button" class="link" data-snapshot={seq} onClick={() => go({ view: "snapshots", seq })}>
    {page.runId}:{seq}
  </button>
);
