import { ChangesView } from "./changes-view.tsx";
import { FailuresView } from "./failures-view.tsx";
import { ganttKeys } from "./gantt-keys.ts";
import { GanttView } from "./gantt-view.tsx";
import { GraphView } from "./graph-view.tsx";
import { LogView } from "./log-view.tsx";
import { OverviewView } from "./overview-view.tsx";
import { SchemasView } from "./schemas-view.tsx";
import { SnapshotsView } from "./snapshots-view.tsx";
import { StatechartView } from "./statechart-view.tsx";
import { TimingView } from "./timing-view.tsx";
import { treeKeys, treeViewKeys } from "../tree-keys.ts";
import { TreeView } from "./tree-view.tsx";
import type { View } from "./view.ts";

/** The views of a run, in the order of their tabs. */
export const views: readonly View[] = [
  { id: "overview", title: "Overview", key: "1", component: OverviewView },
  { id: "tree", title: "Tree", key: "2", component: TreeView, keys: [...treeViewKeys, ...treeKeys] },
  {
    id: "graph",
    title: "Graph",
    // There is no digit left.
    key: "g",
    component: GraphView,
    keys: [
      { shown: "↑ ↓ ← →", what: "select what is next to it" },
      { shown: "+ −, wheel", what: "zoom" },
      { shown: "0", what: "all of it" },
    ],
  },
  {
    id: "gantt",
    title: "Gantt",
    key: "3",
    component: GanttView,
    keys: [
      ...ganttKeys,
      { shown: "drag", what: "zoom to it; a double click shows all" },
      { shown: "Ctrl + wheel", what: "zoom" },
    ],
  },
  { id: "statechart", title: "Statecharts", key: "4", component: StatechartView },
  { id: "failures", title: "Failures", key: "5", component: FailuresView },
  { id: "timing", title: "Timing", key: "6", component: TimingView },
  { id: "changes", title: "Changes", key: "7", component: ChangesView },
  { id: "schemas", title: "Schemas", key: "8", component: SchemasView },
  { id: "snapshots", title: "Snapshots", key: "9", component: SnapshotsView },
  { id: "log", title: "Log", key: "0", component: LogView },
];
