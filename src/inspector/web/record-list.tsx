import { formatTimeOfDay } from "../../text/format-when.ts";
import { type RecordLine, recordLine } from "../view/record-line.ts";
import type { RunPage } from "./run-page.ts";
import { VirtualList } from "./virtual-list.tsx";

interface RecordListProps {
  readonly page: RunPage;
  /** The numbers of the records that are listed; all up to the one the page stands at when absent. */
  readonly seqs: readonly number[] | undefined;
  readonly chosen: number | undefined;
  readonly onChoose: (seq: number) => void;
  /** What the list is of, for who hears it. */
  readonly label: string;
  /** What a record is, before what it is about. */
  readonly what: (line: RecordLine) => string | undefined;
  /** Whether the last record is kept in sight while none is chosen. */
  readonly follow: boolean;
}

const rowHeight = 22;

/** Records in a list, to be gone through by keyboard. */
export const RecordList = ({ page, seqs, chosen, onChoose, label, what, follow }: RecordListProps) => {
  const { fold } = page;
  const count = seqs?.length ?? fold.seq;
  const at = chosen === undefined ? -1 : seqs === undefined ? chosen - 1 : seqs.indexOf(chosen);
  const focus = at === -1 && follow ? count - 1 : at;
  const step = (by: number): void => {
    const place = Math.max(0, Math.min(count - 1, focus + by));
    const seq = seqs === undefined ? place + 1 : seqs[place];
    if (seq !== undefined && count > 0) onChoose(seq);
  };
  return (
    <VirtualList
      count={count}
      rowHeight={rowHeight}
      focus={focus < 0 ? undefined : focus}
      attributes={{
        role: "listbox",
        tabIndex: 0,
        "aria-label": label,
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
        const { seq, at: time, type, about, note, path } = line;
        const bad = type === "module.failed" || type === "run.failed" || type === "experiment.failed";
        return (
          <div
            key={seq}
            id={`record-${seq}`}
            role="option"
            aria-selected={seq === chosen}
            class={`log-row${seq === chosen ? " selected" : ""}`}
            style={{ height: `${rowHeight}px` }}
            data-record={seq}
            onClick={() => onChoose(seq)}
          >
            <span class="log-seq number muted">{seq}</span>
            <span class="log-time number muted">{formatTimeOfDay(time)}</span>
            <span class={bad ? "log-type bad" : "log-type"}>{what(line)}</span>
            <span class="log-about">{about}</span>
            <span class="log-note">{note}</span>
            <span class="muted log-path">{path}</span>
          </div>
        );
      }}
    />
  );
};
