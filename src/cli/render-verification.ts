import type { Verification } from "../store/sqlite/verify-run.ts";
import { countOf } from "../text/format-count.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";

/** What was found about a stored run: one line when it is as it was written, and one more for each problem. */
export const renderVerification = ({ runId, records, head, results, problems }: Verification, paint: Paint): string => {
  const kept = `${countOf(records, "record")}, ${countOf(results, "result")}, head ${head}`;
  if (problems.length === 0) return `${paint("good", "ok")}   ${printable(runId)}  ${kept}`;
  const lines = problems.map(
    ({ seq, reason }) => `  ${seq === null ? "the run" : `record ${seq}`}: ${printable(reason)}`,
  );
  const before = problems.some(({ seq }) => seq === records + 1)
    ? `, ${countOf(records, "record")} before it as written`
    : "";
  return [`${paint("bad", "bad")}  ${printable(runId)}${before}`, ...lines].join("\n");
};
