import type { ComponentType } from "preact";

import type { Route } from "../../view/route.ts";
import type { KeyHelp } from "../key-binding.ts";
import type { RunPage } from "../run-page.ts";

/** What a view of a run is given. */
export interface ViewProps {
  readonly page: RunPage;
  readonly route: RunRoute;
  /** Goes elsewhere in this run: another view, execution, record or filter. */
  readonly go: (to: Partial<Omit<RunRoute, "page" | "runId">>, how?: "push" | "replace") => void;
}

/** Where in a run the page is. */
export type RunRoute = Extract<Route, { page: "run" }>;

/** One way to look at a run. */
export interface View {
  /** Its part of the address. */
  readonly id: string;
  readonly title: string;
  /** The key that leads to it. */
  readonly key: string;
  readonly component: ComponentType<ViewProps>;
  /** The keys that work in it. */
  readonly keys?: readonly KeyHelp[];
}
