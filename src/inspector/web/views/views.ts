import { OverviewView } from "./overview-view.tsx";
import type { View } from "./view.ts";

/** The views of a run, in the order of their tabs. */
export const views: readonly View[] = [{ id: "overview", title: "Overview", key: "1", component: OverviewView }];
