import { formatCount } from "../../../text/format-count.ts";
import { formatTimeOfDay } from "../../../text/format-when.ts";
import type { ActorDetail as Detail, ActorEntry, ActorLine } from "../../protocol/relay-api.ts";
import { Statechart } from "../statechart.tsx";
import { useRemote } from "../use-remote.ts";
import type { RelayPage } from "./relay-page.ts";
import { StatusMark } from "./status-mark.tsx";
import { useActorDetail } from "./use-actor-detail.ts";

interface ActorDetailProps {
  readonly page: RelayPage;
  readonly actor: ActorLine;
  readonly onSelect: (sessionId: string) => void;
}

/** An actor: its state in its statechart, its context, and what was heard of it last. */
export const ActorDetail = ({ page, actor, onSelect }: ActorDetailProps) => {
  const detail = useActorDetail(page.source, actor);
  const parent = actor.parent === undefined ? undefined : page.actors.get(actor.parent);
  return (
    <aside class="detail" aria-label={`Actor ${actor.name}`} data-detail={actor.sessionId}>
      <h2 class="detail-key">
        {actor.name} <span class="muted">{actor.sessionId}</span>
      </h2>
      <dl class="facts">
        <dt>status</dt>
        <dd>
          <StatusMark status={actor.status} label />
        </dd>
        {actor.state !== undefined && (
          <>
            <dt>state</dt>
            <dd>{actor.state}</dd>
          </>
        )}
        {actor.parent !== undefined && (
          <>
            <dt>parent</dt>
            <dd>
              {parent === undefined ? (
                <span class="muted">{actor.parent}, which is not kept</span>
              ) : (
                <button type="button" class="link" onClick={() => onSelect(parent.sessionId)}>
                  {parent.name}
                </button>
              )}
            </dd>
          </>
        )}
      </dl>
      {detail !== undefined && <Kept page={page} detail={detail} />}
    </aside>
  );
};

const Kept = ({ page, detail }: { readonly page: RelayPage; readonly detail: Detail }) => (
  <>
    {detail.error !== undefined && (
      <>
        <h3 class="bad">Error</h3>
        <pre class="code" tabIndex={0} aria-label="Error">
          {detail.error}
        </pre>
      </>
    )}
    {"number" in detail.chart ? (
      <Chart page={page} detail={detail} lit={detail.chart} />
    ) : (
      <p class="muted">{detail.chart.reason}</p>
    )}
    {detail.context !== undefined && detail.context !== "{}" && (
      <>
        <h3>Context</h3>
        <pre class="code" tabIndex={0} aria-label="Context">
          {detail.context}
        </pre>
      </>
    )}
    <h3>Last heard</h3>
    {detail.log.length === 0 && <p class="muted">Nothing yet.</p>}
    <ol class="actor-log" reversed start={detail.dropped + detail.log.length}>
      {detail.log.map((entry, place) => (
        <Entry key={detail.dropped + detail.log.length - place} entry={entry} />
      ))}
    </ol>
    {detail.dropped > 0 && (
      <p class="muted" data-dropped={detail.dropped}>
        {formatCount(detail.dropped)} before these are not kept.
      </p>
    )}
  </>
);

interface ChartProps {
  readonly page: RelayPage;
  readonly detail: Detail;
  readonly lit: Extract<Detail["chart"], { number: number }>;
}

const Chart = ({ page, detail, lit: { number, active, move } }: ChartProps) => {
  const epoch = page.report?.epoch ?? 0;
  const chart = useRemote(`${epoch}/${number}`, () => page.source.chart(epoch, number));
  if (chart.state === "waiting") return <p class="muted">Its chart is being drawn.</p>;
  if (chart.state === "failed") return <p class="muted">Its chart cannot be drawn: {chart.message}</p>;
  return (
    <div class="wide" role="region" tabIndex={0} aria-label="Statechart">
      <Statechart
        chart={chart.value}
        active={new Set(active)}
        move={move}
        label={`${detail.name} is in ${detail.state ?? "no state"}`}
      />
    </div>
  );
};

const Entry = ({ entry: { at, kind, event, source, text } }: { readonly entry: ActorEntry }) => (
  <li data-kind={kind}>
    <span class="number muted">{formatTimeOfDay(at)}</span>{" "}
    {kind === "event" ? (
      <>
        <b>{event}</b>
        {source !== undefined && <span class="muted"> from {source}</span>}
        {text !== undefined && <span class="muted"> {text}</span>}
      </>
    ) : (
      <>
        → {text ?? "a snapshot without a state"}
        {event !== "" && <span class="muted"> by {event}</span>}
      </>
    )}
  </li>
);
