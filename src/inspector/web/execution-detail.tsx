import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { EncodedError } from "../../journal/encoded-error.ts";
import { describeReuse } from "../../journal/describe-reuse.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { countOf } from "../../text/format-count.ts";
import { formatDuration } from "../../text/format-duration.ts";
import { formatTimeOfDay } from "../../text/format-when.ts";
import { type ExecutionFacts, executionFacts } from "../view/execution-facts.ts";
import { shortKey } from "../view/fold-path.ts";
import { formatRoute } from "../view/route.ts";
import { siblings } from "../view/siblings.ts";
import { PathName } from "./path-name.tsx";
import { ResultTable } from "./result-table.tsx";
import { StateMark } from "./shell/state-mark.tsx";
import { useRemote } from "./use-remote.ts";
import type { ViewProps } from "./views/view.ts";

interface ExecutionDetailProps extends Pick<ViewProps, "page" | "go"> {
  readonly execution: number;
}

/** Everything that is known about one execution at the record the page stands at. */
export const ExecutionDetail = ({ page, go, execution }: ExecutionDetailProps) => {
  const { plan } = page.fold;
  const facts = executionFacts(page.fold, execution);
  const { key, state, attempt, blockedBy, lastSeq } = facts;
  const record = useRemote(`${page.runId}/${lastSeq}`, () =>
    lastSeq === 0 ? Promise.resolve([]) : page.source.records(page.runId, lastSeq, lastSeq),
  );
  const [body] = record.state === "here" ? record.value : [];
  return (
    <aside class="detail" aria-label={`Details of ${key}`} data-detail={execution}>
      <h2 class="detail-key">
        <PathName key={execution} path={plan.execution(execution).path} />
      </h2>
      <p>
        <StateMark state={state} label />
        {facts.reused && <span class="muted"> · taken over from an earlier run</span>}
        {attempt > 1 && <span class="muted"> · attempt {attempt}</span>}
        {blockedBy !== undefined && (
          <>
            {" "}
            · never ran, because of{" "}
            <button type="button" class="link" onClick={() => go({ selected: blockedBy })}>
              {shortKey(plan.execution(blockedBy).path)}
            </button>
          </>
        )}
      </p>
      <Times facts={facts} />
      {body !== undefined && "error" in body && <ErrorText error={body.error} reason={facts.reason} />}
      {facts.retries.map(({ seq, attempt: failed, error, durationMs }) => (
        <p key={seq} class="retry">
          attempt {failed} failed{durationMs === undefined ? "" : ` after ${formatDuration(durationMs)}`}: {error}
        </p>
      ))}
      {body !== undefined && <Annotations record={body} />}
      {facts.after !== undefined && (
        <p>
          {countOf(facts.changes, "change")} of the schema ·{" "}
          <button type="button" class="link" onClick={() => go({ view: "schemas", selected: execution })}>
            schemas along its path
          </button>
        </p>
      )}
      <Siblings page={page} execution={execution} />
      {state === "Completed" && <Preview key={`${page.runId}/${execution}`} page={page} execution={execution} />}
    </aside>
  );
};

const mostSiblings = 12;

/** Links to what became of the other experiments from here on. */
const Siblings = ({ page, execution }: Pick<ExecutionDetailProps, "page" | "execution">) => {
  const others = siblings(page.fold.plan, execution, mostSiblings);
  if (others.length === 0) return null;
  return (
    <p class="muted">
      from here on, compared with{" "}
      {others.map((other, place) => (
        <>
          {place === 0 ? "" : " · "}
          <a
            key={other}
            href={formatRoute({ page: "compare", a: page.runId, b: page.runId, left: execution, right: other })}
          >
            {page.fold.plan.execution(other).experimentName}
          </a>
        </>
      ))}
    </p>
  );
};

const Times = ({ facts }: { readonly facts: ExecutionFacts }) => {
  const { queuedMs, startedAt, endedAt, durationMs, steps } = facts;
  if (startedAt === undefined) return null;
  return (
    <dl class="facts">
      {queuedMs !== undefined && <Fact name="waited">{formatDuration(queuedMs)}</Fact>}
      <Fact name="began">{formatTimeOfDay(startedAt)}</Fact>
      {endedAt !== undefined && <Fact name="ended">{formatTimeOfDay(endedAt)}</Fact>}
      {durationMs !== undefined && !facts.reused && <Fact name="took">{formatDuration(durationMs)}</Fact>}
      {steps.map((step, place) => (
        <Fact key={place} name={`· ${step.name}`} bad={step.failed}>
          {formatDuration(step.durationMs)}
        </Fact>
      ))}
    </dl>
  );
};

const Fact = ({
  name,
  bad,
  children,
}: {
  readonly name: string;
  readonly bad?: boolean;
  readonly children: ComponentChildren;
}) => (
  <>
    <dt>{name}</dt>
    <dd class={bad === true ? "bad" : ""}>{children}</dd>
  </>
);

/** An error with its stack and what caused it. */
export const ErrorText = ({
  error,
  reason,
}: {
  readonly error: EncodedError;
  readonly reason?: string | undefined;
}) => (
  <section class="error">
    <h3>
      {error.name}: {error.message}
      {reason !== undefined && reason !== "error" && <span class="muted"> ({reason})</span>}
    </h3>
    {error.stack !== undefined && <pre class="code">{error.stack}</pre>}
    {error.data !== undefined && <pre class="code">{JSON.stringify(error.data, undefined, 2)}</pre>}
    {error.cause !== undefined && (
      <div class="cause">
        <span class="muted">caused by</span>
        <ErrorText error={error.cause} />
      </div>
    )}
    {error.errors?.map((member, place) => (
      <div key={place} class="cause">
        <ErrorText error={member} />
      </div>
    ))}
  </section>
);

const Annotations = ({ record }: { readonly record: JournalRecord }) => {
  const notes = "annotations" in record ? Object.entries(record.annotations) : [];
  const reuse = "reuse" in record ? record.reuse : undefined;
  if (notes.length === 0 && reuse === undefined) return null;
  return (
    <dl class="facts">
      {notes.map(([name, value]) => (
        <Fact key={name} name={name}>
          {typeof value === "string" ? value : JSON.stringify(value)}
        </Fact>
      ))}
      {reuse !== undefined && (
        <Fact name={"origin" in record && record.origin === "reused" ? "taken over" : "ran"}>
          {describeReuse(reuse.why)}
        </Fact>
      )}
    </dl>
  );
};

const Preview = ({ page, execution }: Pick<ViewProps, "page"> & { readonly execution: number }) => {
  const [asked, setAsked] = useState(false);
  return asked ? (
    <ResultTable page={page} execution={execution} />
  ) : (
    <button type="button" class="button" onClick={() => setAsked(true)}>
      Preview the result
    </button>
  );
};
