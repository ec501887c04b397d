import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";
import type { StateCounts } from "../journal/state-tally.ts";
import { formatCount } from "../text/format-count.ts";

/** Counts per state, with what is known of those that were taken over or never ran. */
type Counts = Readonly<StateCounts> & { readonly blocked?: number; readonly reused?: number };

/** Counts per state in words, without those that are 0: `2 Failed, 36 Completed, 33 NotStarted because of a failure above`. */
export const formatStates = (states: Counts): string =>
  lifecycleStates
    .filter((state) => states[state] > 0)
    .toReversed()
    .map((state) => `${formatCount(states[state])} ${state}${asideOn(state, states)}`)
    .join(", ");

const asideOn = (state: LifecycleState, states: Counts): string => {
  if (state === "NotStarted") return blockedOf(states);
  return state === "Completed" && states.reused ? ` (${formatCount(states.reused)} reused)` : "";
};

const blockedOf = ({ NotStarted, blocked = 0 }: Counts): string => {
  if (blocked === 0) return "";
  const because = "because of a failure above";
  return blocked === NotStarted ? ` ${because}` : ` (${formatCount(blocked)} ${because})`;
};
