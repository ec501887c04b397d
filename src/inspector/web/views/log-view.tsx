import { useMemo, useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { formatTimeOfDay } from "../../../text/format-when.ts";
import { recordCode, type RecordType, recordTypes } from "../../protocol/record-type.ts";
import { recordLine } from "../../view/record-line.ts";
import { useRemote } from "../use-remote.ts";
import { VirtualList } from "../virtual-list.tsx";
import type { ViewProps } from "./view.ts";

const rowHeight = 22;

/** Every record of the journal up to the one the page stands at, newest last. */
export const LogView = ({ page, go }: ViewProps) => {
  const { fold } = page;
  const [type, setType] = useState<RecordType | "">("");
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const seqs = useMemo(() => {
    if (type === "") return undefined;
    const found: number[] = [];
    for (let index = 0; index < fold.seq; index++)
      if (fold.run.columns.type[index] === recordCode[type]) found.push(index + 1);
    return found;
  }, [fold, page.version, type]);
  const count = seqs?.length ?? fold.seq;
  const focus = chosen === undefined ? count - 1 : seqs === undefined ? chosen - 1 : seqs.indexOf(chosen);
  const step = (by: number): void => {
    const place = Math.max(0, Math.min(count - 1, focus + by));
    setChosen(seqs === undefined ? place + 1 : seqs[place]);
  };
  return (
    <div class="split">
      <div class="tree-side">
        <div class="tools">
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
        </div>
        <VirtualList
          count={count}
          rowHeight={rowHeight}
          focus={focus < 0 ? undefined : focus}
          attributes={{
            role: "listbox",
            tabIndex: 0,
            "aria-label": "Records",
            "aria-activedescendant": chosen === undefined ? undefined : `record-${chosen}`,
            onKeyDown: (event: KeyboardEvent) => {
              const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -count, End: count }[event.key];
              if (by === undefined) return;
              event.preventDefault();
              step(by);
            },
          }}
          row={(place) => {
            const line = recordLine(fold, seqs?.[place] ?? place + 1);
            const bad =
              line.type === "module.failed" || line.type === "run.failed" || line.type === "experiment.failed";
            return (
              <div
                key={line.seq}
                id={`record-${line.seq}`}
                role="option"
                aria-selected={line.seq === chosen}
                class={`log-row${line.seq === chosen ? " selected" : ""}`}
                style={{ height: `${rowHeight}px` }}
                data-record={line.seq}
                onClick={() => setChosen(line.seq)}
              >
                <span class="log-seq number muted">{line.seq}</span>
                <span class="number muted">{formatTimeOfDay(line.at)}</span>
                <span class={bad ? "log-type bad" : "log-type"}>{line.type}</span>
                <span>{line.about}</span>
                <span class="log-note">{line.note}</span>
                <span class="muted log-path">{line.path}</span>
              </div>
            );
          }}
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
