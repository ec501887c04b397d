import type { LifecycleState } from "../../../../machines/lifecycle.ts";
import type { ActorStatus } from "../../protocol/relay-api.ts";
import { StateShape } from "../shell/state-mark.tsx";

/** Whether an actor goes on, or how it ended, in the shapes that executions have. */
export const StatusMark = ({ status, label }: { readonly status: ActorStatus; readonly label?: boolean }) => (
  <span class={`mark mark-${shapes[status]}`} data-status={status}>
    <StateShape state={shapes[status]} />
    <span class={label === true ? "mark-label" : "unseen"}>{status}</span>
  </span>
);

/** In the order in which they are counted. */
export const statuses: readonly ActorStatus[] = ["active", "done", "error", "stopped"];

const shapes: Readonly<Record<ActorStatus, LifecycleState>> = {
  active: "InProgress",
  done: "Completed",
  error: "Failed",
  stopped: "NotStarted",
};
