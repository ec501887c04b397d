import { useEffect, useRef, useState } from "preact/hooks";

import { type Move, takenEdges } from "../chart/taken-edges.ts";
import type { PlacedChart, PlacedEdge, PlacedState } from "../chart/chart.ts";

interface StatechartProps {
  readonly chart: PlacedChart;
  /** The ids of the states that are active. */
  readonly active: ReadonlySet<string>;
  /** How many are, or were, in each state; shown beside its name. */
  readonly visits?: ReadonlyMap<string, string>;
  /** How it came into the active states: the transition it took is marked. */
  readonly move?: Move | undefined;
  readonly label: string;
}

/** Letters of 11 px are to be read at 8 px, and not below. */
const leastScale = 8 / 11;

/** Left and right of a chart, px. */
const margins = 32;

/** A statechart as a picture of text and lines, with the active states lit. */
export const Statechart = ({ chart, active, visits, move, label }: StatechartProps) => {
  const taken = takenEdges(chart, move, active);
  const [isWhole, setWhole] = useState(() => chart.width * leastScale > innerWidth - margins);
  const picture = useRef<SVGSVGElement>(null);
  // Of a chart that is wider than its place, the active state is in sight.
  const lit = chart.states.findLast(({ id }) => active.has(id));
  useEffect(() => {
    const place = picture.current?.parentElement;
    if (lit !== undefined && place) place.scrollLeft = lit.x + lit.width / 2 - place.clientWidth / 2;
  }, [lit?.id, isWhole]);
  return (
    <>
      {/* Where there is no room, a chart is as wide as there is, for as long as it can be read then. */}
      <button type="button" class="button chart-size" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
        {isWhole ? "Fit" : "Full size"}
      </button>
      <div class="wide" tabIndex={0} role="group" aria-label={`Chart: ${label}`}>
        <svg
          ref={picture}
          class={isWhole ? "chart" : "chart fitted"}
          width={chart.width}
          height={chart.height}
          viewBox={`0 0 ${chart.width} ${chart.height}`}
          role="img"
          aria-label={move === undefined ? label : `${label}, by ${move.event}`}
          data-chart={chart.id}
        >
          <defs>
            <Arrow id={`arrow-${chart.id}`} taken={false} />
            <Arrow id={`taken-${chart.id}`} taken />
          </defs>
          {chart.states.map((state) => (
            <State key={state.id} state={state} active={active.has(state.id)} visits={visits?.get(state.id)} />
          ))}
          {chart.edges.map((edge, place) => (
            <Edge
              key={place}
              edge={edge}
              taken={taken.has(edge)}
              arrow={`url(#${taken.has(edge) ? "taken" : "arrow"}-${chart.id})`}
            />
          ))}
          {/* Over all lines: what is written is not crossed out. */}
          {chart.edges.map((edge, place) => (
            <EdgeLabel key={place} edge={edge} taken={taken.has(edge)} />
          ))}
        </svg>
      </div>
    </>
  );
};

const Arrow = ({ id, taken }: { readonly id: string; readonly taken: boolean }) => (
  <marker
    id={id}
    viewBox="0 0 8 8"
    refX="7"
    refY="4"
    markerWidth="7"
    markerHeight="7"
    orient="auto"
    markerUnits="userSpaceOnUse"
  >
    <path d="M0 0 8 4 0 8z" class={taken ? "chart-arrow taken" : "chart-arrow"} />
  </marker>
);

const State = ({
  state,
  active,
  visits,
}: {
  readonly state: PlacedState;
  readonly active: boolean;
  readonly visits: string | undefined;
}) => {
  const { id, key, type, notes, x, y, width, height } = state;
  return (
    <g class={`chart-state chart-${type}${active ? " active" : ""}`} data-state={id} data-active={active}>
      <rect x={x} y={y} width={width} height={height} rx="6" class="chart-box" />
      {type === "final" && (
        <rect x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx="4" class="chart-inner" />
      )}
      <text x={x + 10} y={y + 19} class="chart-name">
        {key}
      </text>
      {visits !== undefined && (
        <text x={x + width - 8} y={y + 19} class="chart-visits" text-anchor="end">
          {visits}
        </text>
      )}
      {notes.map((note, place) => (
        <text key={place} x={x + 10} y={y + 36 + place * 16} class="chart-note">
          {note}
        </text>
      ))}
    </g>
  );
};

interface EdgeProps {
  readonly edge: PlacedEdge;
  readonly taken: boolean;
  readonly arrow: string;
}

const Edge = ({ edge, taken, arrow }: EdgeProps) => {
  const [begin] = edge.points;
  return (
    <g class={taken ? "chart-edge taken" : "chart-edge"} data-taken={taken ? edge.text : undefined}>
      {edge.from === undefined && begin !== undefined && (
        <circle cx={begin[0]} cy={begin[1]} r="4" class="chart-arrow" />
      )}
      <polyline points={edge.points.map((point) => point.join(",")).join(" ")} marker-end={arrow}>
        {edge.actions.length > 0 && <title>{edge.actions.join(", ")}</title>}
      </polyline>
    </g>
  );
};

const EdgeLabel = ({ edge: { label, text }, taken }: Omit<EdgeProps, "arrow">) =>
  label === undefined ? null : (
    <text x={label[0] + 4} y={label[1] + 12} class={taken ? "chart-text taken" : "chart-text"}>
      {text}
    </text>
  );
