import { lifecycleStates } from "../../../../machines/lifecycle.ts";
import { formatCount } from "../../../text/format-count.ts";
import type { Counts } from "../../protocol/run-fold.ts";
import { stateLabels } from "./state-mark.tsx";

/** The share of each state as one bar; says the counts in words to who cannot see it. */
export const StateBar = ({ counts, label }: { readonly counts: Counts; readonly label: string }) => {
  const total = lifecycleStates.reduce((sum, state) => sum + counts[state], 0);
  const words = lifecycleStates.flatMap((state) =>
    counts[state] === 0 ? [] : [`${formatCount(counts[state])} ${stateLabels[state]}`],
  );
  return (
    <span class="bar" role="img" aria-label={`${label}: ${words.join(", ") || "nothing"}`} title={words.join(", ")}>
      {order.map((state) =>
        counts[state] === 0 ? null : (
          <span class={`bar-part bar-${state}`} style={{ flexGrow: counts[state] / Math.max(1, total) }} />
        ),
      )}
    </span>
  );
};

/** What happened first, what is to come last. */
const order = ["Failed", "Completed", "InProgress", "NotStarted"] as const;
