import type { Verification } from "../store/sqlite/verify-run.ts";
import { countOf } from "../text/format-count.ts";
import { isNarrow, type Page } from "./page.ts";
import { printable } from "./printable.ts";
import { wrapParts, wrapWords } from "./wrap.ts";

/** What was found about a stored run: one line when it is as it was written, and one more for each problem. */
export const renderVerification = ({ runId, records, head, results, problems }: Verification, page: Page): string => {
  const { paint } = page;
  if (problems.length === 0) {
    const kept = `${countOf(records, "record")}, ${countOf(results, "result")}, head ${head}`;
    const parts = isNarrow(page) ? kept.split(/(?<=,) /u) : [kept];
    return `${paint("good", "ok")}   ${wrapParts([printable(runId), ...parts], page, "     ")}`;
  }
  const lines = problems.map(({ seq, reason }) =>
    wrapWords(`  ${seq === null ? "the run" : `record ${seq}`}: ${printable(reason)}`, page),
  );
  const before = problems.some(({ seq }) => seq === records + 1)
    ? `, ${countOf(records, "record")} before it as written`
    : "";
  return [wrapWords(`${paint("bad", "bad")}  ${printable(runId)}${before}`, page), ...lines].join("\n");
};
