import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";

import type { Chart, ChartState, PlacedChart, PlacedEdge, PlacedState } from "./chart.ts";

/** Places a chart with ELK's layered layout, which is loaded when the first chart is placed. About 50 ms. */
export const placeChart = async (chart: Chart): Promise<PlacedChart> => {
  const { default: elk } = await import("elkjs/lib/elk.bundled.js");
  const edges: GivenEdge[] = [];
  const graph: ElkNode = await new elk.default().layout({
    id: rootId,
    layoutOptions,
    children: [nodeOf(chart.root, edges)],
    edges: edges.map(({ id, from, to, text }) => ({
      id,
      sources: [from],
      targets: [to],
      labels: text === "" ? [] : [{ text, width: widthOf(text), height: lineHeight }],
    })),
  });
  const states = new Map<string, ChartState>();
  collect(chart.root, states);
  const given = new Map(edges.map((edge) => [edge.id, edge]));
  return {
    id: chart.id,
    width: Math.ceil(graph.width ?? 0),
    height: Math.ceil(graph.height ?? 0),
    states: placedStates(graph.children ?? [], states),
    edges: (graph.edges ?? []).flatMap((edge) => placedEdge(edge, given.get(edge.id), states)),
  };
};

const rootId = "$chart";
const lineHeight = 16;
const headHeight = 30;

const layoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.spacing.nodeNode": "28",
  "elk.spacing.edgeLabel": "4",
  "elk.json.edgeCoords": "ROOT",
  "elk.json.shapeCoords": "ROOT",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
};

interface GivenEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly actions: readonly string[];
}

/** Text is 12 px wide letters at most; ELK only has to leave room. */
const widthOf = (text: string): number => Math.round(text.length * 6.6) + 10;

const nodeOf = (state: ChartState, edges: GivenEdge[]): ElkNode => {
  const notes = notesOf(state);
  // Beside its name there is room for a count.
  const width = Math.max(96, widthOf(state.key) + 48, ...notes.map(widthOf));
  for (const [place, { event, guard, targets, actions }] of state.transitions.entries())
    for (const to of targets.length === 0 ? [state.id] : targets)
      edges.push({
        id: `${state.id}~${place}~${to}`,
        from: state.id,
        to,
        text: guard === undefined ? event : `${event} [${guard}]`,
        actions,
      });
  if (state.children.length === 0) return { id: state.id, width, height: headHeight + notes.length * lineHeight };
  const children: ElkNode[] = state.children.map((child) => nodeOf(child, edges));
  if (state.initial !== undefined) {
    children.push({ id: beginOf(state.id), width: 10, height: 10 });
    edges.push({ id: `${state.id}~begin`, from: beginOf(state.id), to: state.initial, text: "", actions: [] });
  }
  return {
    id: state.id,
    children,
    layoutOptions: {
      "elk.padding": `[top=${headHeight + 8 + notes.length * lineHeight},left=18,bottom=18,right=18]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${width},40)`,
    },
  };
};

/** The dot that a state begins with. */
const beginOf = (id: string): string => `${id}~$begin`;

const notesOf = ({ entry, exit, invoke }: ChartState): readonly string[] => [
  ...entry.map((name) => `entry / ${name}`),
  ...exit.map((name) => `exit / ${name}`),
  ...invoke.map((name) => `invoke / ${name}`),
];

const collect = (state: ChartState, into: Map<string, ChartState>): void => {
  into.set(state.id, state);
  for (const child of state.children) collect(child, into);
};

const placedStates = (nodes: readonly ElkNode[], states: ReadonlyMap<string, ChartState>): readonly PlacedState[] =>
  nodes.flatMap(({ id, x = 0, y = 0, width = 0, height = 0, children = [] }) => {
    const state = states.get(id);
    if (state === undefined) return [];
    const { key, type } = state;
    return [{ id, key, type, notes: notesOf(state), x, y, width, height }, ...placedStates(children, states)];
  });

const placedEdge = (
  { sections = [], labels = [] }: ElkExtendedEdge,
  given: GivenEdge | undefined,
  states: ReadonlyMap<string, ChartState>,
): readonly PlacedEdge[] => {
  const [section] = sections;
  if (section === undefined || given === undefined) return [];
  const { startPoint, bendPoints = [], endPoint } = section;
  const [label] = labels;
  return [
    {
      ...(states.has(given.from) && { from: given.from }),
      to: given.to,
      text: given.text,
      actions: given.actions,
      points: [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y] as const),
      ...(label?.x !== undefined && label.y !== undefined && { label: [label.x, label.y] as const }),
    },
  ];
};
