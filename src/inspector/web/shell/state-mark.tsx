import type { LifecycleState } from "../../../../machines/lifecycle.ts";

/** A state as a shape, so that it is told without its colour: hollow, half, full, crossed. */
export const StateMark = ({ state, label }: { readonly state: LifecycleState; readonly label?: boolean }) => (
  <span class={`mark mark-${state}`} data-state={state}>
    <StateShape state={state} />
    {label === true ? (
      <span class="mark-label">{stateLabels[state]}</span>
    ) : (
      <span class="unseen">{stateLabels[state]}</span>
    )}
  </span>
);

/** The shape alone. */
export const StateShape = ({ state }: { readonly state: LifecycleState }) => (
  <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
    {shape[state]}
  </svg>
);

/** The states in words. */
export const stateLabels: Readonly<Record<LifecycleState, string>> = {
  NotStarted: "not started",
  InProgress: "in progress",
  Completed: "completed",
  Failed: "failed",
};

const shape = {
  NotStarted: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" />,
  InProgress: (
    <path
      d="M6 1a5 5 0 0 1 0 10z M6 1.75a4.25 4.25 0 0 0 0 8.5"
      fill="currentColor"
      stroke="currentColor"
      stroke-width="1.2"
    />
  ),
  Completed: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  Failed: <path d="M6 0.8 11.6 11H0.4z" fill="currentColor" />,
};
