import { lifecycleStates } from "../../../../machines/lifecycle.ts";
import { formatCount } from "../../../text/format-count.ts";
import type { Counts } from "../../protocol/run-fold.ts";
import { StateMark, stateLabels } from "./state-mark.tsx";

/** How many are in each state, as numbers. */
export const StateCounts = ({ counts, of }: { readonly counts: Counts; readonly of: string }) => (
  <ul class="counts" aria-label={`${of} by state`} data-counts={of}>
    {lifecycleStates.map((state) => (
      <li
        key={state}
        class={counts[state] === 0 ? "count none" : `count count-${state}`}
        title={`${stateLabels[state]} ${of}`}
      >
        <StateMark state={state} />
        <span class="number" data-count={state}>
          {formatCount(counts[state])}
        </span>
      </li>
    ))}
  </ul>
);
