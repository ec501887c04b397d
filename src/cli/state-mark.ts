import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { Ink } from "./paint.ts";

/** The sign of each state, and how it is coloured. */
export const stateMark: Readonly<Record<LifecycleState, { readonly sign: string; readonly ink: Ink }>> = {
  NotStarted: { sign: "·", ink: "quiet" },
  InProgress: { sign: "▸", ink: "busy" },
  Completed: { sign: "✓", ink: "good" },
  Failed: { sign: "✗", ink: "bad" },
};
