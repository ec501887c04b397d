import { Effect } from "effect";

import { paintFor } from "./paint.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";
import { renderReport } from "./render-report.ts";
import type { RunReport } from "./run-report.ts";

/** Where there is no terminal to ask for its width. */
const widthOfPipes = 120;

/** Prints the summary of a run to stdout: for people, or with `json` for programs. */
export const printReport = (report: RunReport, json: boolean): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { stdout } = process;
    const page = { width: stdout.columns || widthOfPipes, paint: paintFor(stdout) };
    return print(stdout, `${json ? printableJson(report) : renderReport(report, page)}\n`);
  });
