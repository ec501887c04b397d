import { useEffect, useRef, useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { formatTimeOfDay } from "../../../text/format-when.ts";
import type { RunPage } from "../run-page.ts";

/** Moves the page through the journal: every view shows the run as it was at this record. */
export const TimeSlider = ({
  page,
  stand,
}: {
  readonly page: RunPage;
  readonly stand: (seq: number | undefined) => void;
}) => {
  const [playing, setPlaying] = useState(false);
  const standing = useRef(stand);
  standing.current = stand;
  useEffect(() => {
    if (!playing) return undefined;
    const step = Math.max(1, Math.round(page.run.length / 400));
    const timer = setInterval(() => {
      const next = page.seq + step;
      if (next < page.run.length) return standing.current(next);
      standing.current(undefined);
      setPlaying(false);
    }, 50);
    return () => clearInterval(timer);
  }, [playing, page]);
  const { seq, run, live } = page;
  const at = run.columns.at[Math.max(0, seq - 1)];
  return (
    <section class="slider" aria-label="Time travel">
      <button type="button" class="quiet" onClick={() => setPlaying(!playing)} aria-pressed={playing} title="Play">
        {playing ? "❚❚" : "▶"}
        <span class="unseen">{playing ? "pause" : "play"}</span>
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => stand(Math.max(0, seq - 1))}
        title="One record back ([)"
        aria-label="one record back"
      >
        ‹
      </button>
      <input
        type="range"
        min={0}
        max={run.length}
        value={seq}
        aria-label="Record"
        aria-valuetext={`record ${seq} of ${run.length}`}
        data-seq={seq}
        onInput={({ currentTarget }) => {
          setPlaying(false);
          stand(Number(currentTarget.value));
        }}
      />
      <button
        type="button"
        class="quiet"
        onClick={() => stand(Math.min(run.length, seq + 1))}
        title="One record on (])"
        aria-label="one record on"
      >
        ›
      </button>
      <span class="slider-text number">
        record {formatCount(seq)} of {formatCount(run.length)}
        {at !== undefined && seq > 0 && <span class="muted"> · {formatTimeOfDay(at)}</span>}
      </span>
      <button
        type="button"
        class={live ? "quiet on" : "quiet"}
        aria-pressed={live}
        onClick={() => stand(undefined)}
        title="Go on with the run"
      >
        now
      </button>
    </section>
  );
};
