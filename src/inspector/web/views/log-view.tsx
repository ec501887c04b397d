import { useMemo, useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { recordCode, type RecordType, recordTypes } from "../../protocol/record-type.ts";
import { filterRecords } from "../../view/filter-records.ts";
import { recordLine } from "../../view/record-line.ts";
import { CopyRecords } from "../copy-records.tsx";
import { RecordList } from "../record-list.tsx";
import { RecordSearch } from "../record-search.tsx";
import { useRemote } from "../use-remote.ts";
import type { ViewProps } from "./view.ts";

/** Every record of the journal up to the one the page stands at, newest last. */
export const LogView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const text = route.filter ?? "";
  const [type, setType] = useState<RecordType | "">("");
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const seqs = useMemo(() => {
    if (type === "") return filterRecords(fold, undefined, text);
    const found: number[] = [];
    for (let index = 0; index < fold.seq; index++)
      if (fold.run.columns.type[index] === recordCode[type]) found.push(index + 1);
    return filterRecords(fold, found, text);
  }, [fold, page.version, type, text]);
  const count = seqs?.length ?? fold.seq;
  return (
    <div class="split">
      <div class="tree-side">
        <div class="tools">
          <RecordSearch route={route} go={go} />
          <select
            class="search"
            aria-label="Type of record"
            value={type}
            onChange={({ currentTarget }) => setType(recordTypes.find((each) => each === currentTarget.value) ?? "")}
          >
            <option value="">all records</option>
            {recordTypes.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
          <span class="muted number">{formatCount(count)} records</span>
          <CopyRecords page={page} seqs={seqs} />
        </div>
        <RecordList
          page={page}
          seqs={seqs}
          chosen={chosen}
          onChoose={setChosen}
          label="Records"
          what={(line) => line.type}
          follow
        />
      </div>
      {chosen === undefined ? (
        <aside class="detail muted">Select a record to see all of it.</aside>
      ) : (
        <RecordBody page={page} go={go} seq={chosen} />
      )}
    </div>
  );
};

const RecordBody = ({ page, go, seq }: Pick<ViewProps, "page" | "go"> & { readonly seq: number }) => {
  const record = useRemote(`${page.runId}/${seq}`, () => page.source.records(page.runId, seq, seq));
  const { execution } = recordLine(page.fold, seq);
  const text = record.state === "here" ? JSON.stringify(record.value[0], undefined, 2) : "";
  return (
    <aside class="detail" aria-label={`Record ${seq}`}>
      <div class="tools">
        <button type="button" class="button" onClick={() => go({ seq })}>
          Show the run as of this record
        </button>
        {execution !== undefined && (
          <button type="button" class="button" onClick={() => go({ view: "tree", selected: execution })}>
            Its execution
          </button>
        )}
        <button type="button" class="button" onClick={() => void navigator.clipboard?.writeText(text)}>
          Copy
        </button>
      </div>
      {record.state === "failed" ? <p class="bad">{record.message}</p> : <pre class="code code-tall">{text}</pre>}
    </aside>
  );
};
