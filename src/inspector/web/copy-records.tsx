import { useState } from "preact/hooks";

import { countOf } from "../../text/format-count.ts";
import { recordRanges } from "../view/record-ranges.ts";
import { askAll } from "./ask-all.ts";
import type { RunPage } from "./run-page.ts";

/** More would be held twice, as records and as text, and no clipboard is meant for it: `runstate export` is. */
const mostCopied = 10_000;

interface CopyRecordsProps {
  readonly page: RunPage;
  /** The numbers of the records, in ascending order; all up to the one the page stands at when absent. */
  readonly seqs: readonly number[] | undefined;
}

/** Copies the records that are listed, whole, one a line as a journal file has them. */
export const CopyRecords = ({ page, seqs: found }: CopyRecordsProps) => {
  const count = found?.length ?? page.seq;
  const [said, say] = useState("");
  const copy = async (): Promise<void> => {
    say("copying");
    try {
      const seqs = found ?? Array.from({ length: count }, (_, index) => index + 1);
      const wanted = new Set(seqs);
      const lines = new Map<number, string>();
      await askAll(
        recordRanges(seqs),
        4,
        async ([from, to]) => {
          for (const record of await page.source.records(page.runId, from, to))
            if (wanted.has(record.seq)) lines.set(record.seq, JSON.stringify(record));
        },
        new AbortController().signal,
      );
      await navigator.clipboard.writeText(seqs.map((seq) => `${lines.get(seq) ?? ""}\n`).join(""));
      say(`${countOf(seqs.length, "record")} copied`);
    } catch (thrown) {
      say(`not copied: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  };
  const tooMany = count > mostCopied;
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={count === 0 || tooMany}
        title={tooMany ? "Too many for a clipboard: runstate export writes them to a file" : "One record a line"}
        onClick={() => void copy()}
      >
        Copy as NDJSON
      </button>
      <span class="muted" role="status">
        {said}
      </span>
    </>
  );
};
