import { formatCount } from "../../text/format-count.ts";

interface LookedThroughProps {
  readonly known: number;
  readonly of: number;
  readonly failure: string | undefined;
}

/** How far the steps were looked through; nothing once all were. */
export const LookedThrough = ({ known, of, failure }: LookedThroughProps) => {
  if (failure !== undefined) return <span class="bad">{failure}</span>;
  if (known === of) return null;
  return (
    <span class="muted" role="status">
      <progress max={of} value={known} aria-label="Steps looked through" /> looked through {formatCount(known)} of{" "}
      {formatCount(of)} steps
    </span>
  );
};
