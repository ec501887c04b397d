import { Fragment } from "preact";
import { useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import { RunFold } from "../../protocol/run-fold.ts";
import { type ComparedSide, comparisonKinds, comparisonWords, compareRuns } from "../../view/compare-runs.ts";
import { comparedFold } from "../../view/compared-fold.ts";
import { comparedTimes } from "../../view/compared-times.ts";
import { shortKey } from "../../view/fold-path.ts";
import { formatRoute } from "../../view/route.ts";
import { SchemaDifference } from "../schema-difference.tsx";
import { StateMark } from "../shell/state-mark.tsx";
import type { Source } from "../source/source.ts";
import { useRemote } from "../use-remote.ts";

const mostRows = 200;

interface CompareViewProps {
  readonly source: Source;
  readonly a: string;
  readonly b: string;
  /** The executions whose branches are compared; the whole runs when absent. */
  readonly left: number | undefined;
  readonly right: number | undefined;
}

/** Two runs, or two branches, side by side: what is not the same, the worst first. */
export const CompareView = ({ source, a, b, left: from, right: to }: CompareViewProps) => {
  const compared = useRemote(`${a}/${b}/${from ?? ""}/${to ?? ""}`, async () => {
    const [left, right] = (await Promise.all([source.open(a), source.open(b)])).map((run) => {
      const fold = new RunFold(run);
      fold.seek(run.length);
      return comparedFold(fold);
    });
    if (left === undefined || right === undefined) throw new Error("two runs are needed");
    if (from === undefined || to === undefined) return { ...compareRuns(left, right), titles: [a, b] };
    for (const [runId, run, execution] of [[a, left, from] as const, [b, right, to] as const])
      if (execution >= run.plan.size.executions) throw new Error(`there is no execution ${execution} in ${runId}`);
    const titles = [left.plan.execution(from), right.plan.execution(to)].map(({ path }) => shortKey(path));
    return { ...compareRuns(left, right, { a: from, b: to }), titles };
  });
  if (compared.state === "waiting") return <p class="notice">Reading both runs …</p>;
  if (compared.state === "failed") return <p class="notice bad">{compared.message}</p>;
  const { counts, rows, titles } = compared.value;
  return (
    <main class="runs" tabIndex={0}>
      <p>
        <a href="#/runs">runs</a>
        {(a === b
          ? [{ runId: a, selected: from }]
          : [
              { runId: a, selected: from },
              { runId: b, selected: to },
            ]
        ).map(({ runId, selected }) => (
          <Fragment key={runId}>
            {" · "}
            <a
              href={formatRoute({
                page: "run",
                runId,
                ...(selected === undefined ? { view: "overview" } : { view: "tree", selected }),
              })}
            >
              {runId}
            </a>
          </Fragment>
        ))}
      </p>
      <h1>
        {titles[0]} <span class="muted">and then</span> {titles[1]}
      </h1>
      <ul class="counts compare-counts">
        {comparisonKinds.map((kind) => (
          <li key={kind} class={counts[kind] === 0 ? "count none" : "count"} data-kind={kind}>
            <span class="number">{formatCount(counts[kind])}</span> {comparisonWords[kind]}
          </li>
        ))}
      </ul>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Execution</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col" class="number">
              Times
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map(({ key, kind, a: left, b: right }) => (
            <tr key={key} data-compared={kind}>
              <td class={kind === "broken" || kind === "slower" || kind === "missing" ? "breaking" : ""}>
                {comparisonWords[kind]}
              </td>
              <td>
                <span class="compare-key">{key}</span>
                {kind === "changed" && (
                  <Fields
                    source={source}
                    before={{ runId: a, fingerprint: left?.after }}
                    after={{ runId: b, fingerprint: right?.after }}
                  />
                )}
              </td>
              <td>
                <Side runId={a} side={left} />
              </td>
              <td>
                <Side runId={b} side={right} />
              </td>
              <td class="number">{comparedTimes(left, right)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && <p class="muted">and {formatCount(rows.length - mostRows)} more</p>}
    </main>
  );
};

/** Closed at first: both schemas are asked for when somebody wants to know. */
const Fields = (props: Parameters<typeof SchemaDifference>[0]) => {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>fields</summary>
      {open && <SchemaDifference {...props} />}
    </details>
  );
};

const Side = ({ runId, side }: { readonly runId: string; readonly side: ComparedSide | undefined }) =>
  side === undefined ? (
    <span class="muted">not there</span>
  ) : (
    <a class="plain side" href={formatRoute({ page: "run", runId, view: "tree", selected: side.execution })}>
      <StateMark state={side.state} /> {side.durationMs === undefined ? "" : formatDuration(side.durationMs)}
    </a>
  );
