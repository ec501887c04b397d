import { useMemo, useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { filterRecords } from "../../view/filter-records.ts";
import { type SnapshotPhase, snapshotPhases, snapshotRows } from "../../view/snapshot-rows.ts";
import { RecordList } from "../record-list.tsx";
import { RecordSearch } from "../record-search.tsx";
import { useRemote } from "../use-remote.ts";
import type { ViewProps } from "./view.ts";

/** The snapshots before and after every execution, with both schemas of the one that is chosen. */
export const SnapshotsView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const [phase, setPhase] = useState<SnapshotPhase | "">("");
  const [picked, setChosen] = useState<number | undefined>(undefined);
  const text = route.filter ?? "";
  const seqs = useMemo(
    () => filterRecords(fold, snapshotRows(fold, phase === "" ? undefined : phase), text) ?? [],
    [fold, page.version, phase, text],
  );
  const chosen = picked ?? seqs.findLast((seq) => seq === route.seq);
  return (
    <div class="split">
      <div class="tree-side">
        <div class="tools">
          <RecordSearch route={route} go={go} />
          <select
            class="search"
            aria-label="Phase"
            value={phase}
            onChange={({ currentTarget }) =>
              setPhase((["before", "after", "transition"] as const).find((each) => each === currentTarget.value) ?? "")
            }
          >
            <option value="">all phases</option>
            <option value="before">before</option>
            <option value="after">after</option>
            <option value="transition">transition</option>
          </select>
          <span class="muted number">{formatCount(seqs.length)} snapshots</span>
        </div>
        <RecordList
          page={page}
          seqs={seqs}
          chosen={chosen}
          onChoose={setChosen}
          label="Snapshots"
          what={(line) => snapshotPhases.get(line.type)}
          follow={false}
        />
      </div>
      {chosen === undefined ? (
        <aside class="detail muted">Select a snapshot to see the schemas before and after.</aside>
      ) : (
        <SnapshotDetail page={page} go={go} seq={chosen} />
      )}
    </div>
  );
};

const SnapshotDetail = ({ page, go, seq }: Pick<ViewProps, "page" | "go"> & { readonly seq: number }) => {
  const { before, after } = page.run.row(seq);
  const schemas = useRemote(`${before ?? ""}/${after ?? ""}`, () =>
    Promise.all(
      [before, after].map((print) =>
        print === undefined ? Promise.resolve(undefined) : page.source.schema(page.runId, print),
      ),
    ),
  );
  const [left, right] = schemas.state === "here" ? schemas.value : [];
  return (
    <aside class="detail" aria-label={`Snapshot ${seq}`}>
      <h2 class="detail-key">
        {page.runId}:{seq}
      </h2>
      <div class="tools">
        <button type="button" class="button" onClick={() => go({ seq })}>
          Show the run as of this record
        </button>
      </div>
      {schemas.state === "failed" && <p class="bad">{schemas.message}</p>}
      <h3>Schema before</h3>
      <pre class="code">{left === undefined ? "no frame" : JSON.stringify(left, undefined, 2)}</pre>
      <h3>Schema after</h3>
      <pre class="code">{right === undefined ? "no frame, or not yet" : JSON.stringify(right, undefined, 2)}</pre>
    </aside>
  );
};
