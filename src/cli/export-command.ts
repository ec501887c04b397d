import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command, Flag } from "effect/cli";

import { experimentMachine, moduleMachine, runMachine } from "../../machines/index.ts";
import { chromeTrace } from "../export/chrome-trace.ts";
import { mermaidChart, mermaidTree } from "../export/mermaid.ts";
import { toChart } from "../inspector/chart/to-chart.ts";
import { exportPage } from "../inspector/export-page.ts";
import type { Status } from "../status/status.ts";
import { journalBytes } from "../store/sqlite/journal-bytes.ts";
import { findRun } from "./find-run.ts";
import { requireRecords } from "./load-journal-file.ts";
import { loadRun } from "./load-run.ts";
import { openStore } from "./open-store.ts";
import { print } from "./print.ts";
import { isJournalFile } from "./run-source.ts";
import { storeFlag } from "./store-flag.ts";
import { UsageError } from "./usage-error.ts";

const formats = ["ndjson", "html", "chrome-trace", "mermaid"] as const;

const input = {
  run: Argument.String("RUN").pipe(Argument.withDescription("The id of a stored run, latest, or a journal file")),
  format: Flag.Literals("format", formats).pipe(
    Flag.withDefault("ndjson" as const),
    Flag.withDescription(
      "ndjson: a journal file, one record per line (default). html: one page that opens offline. chrome-trace: the times, " +
        "for Perfetto or speedscope. mermaid: the tree of executions, and the statecharts",
    ),
  ),
  store: storeFlag,
};

/** `runstate export`: writes a run to stdout, as a journal or as something to look at. */
export const exportCommand = Command.make("export", input, ({ run, format, store }) =>
  Effect.gen(function* () {
    if (format === "ndjson") {
      if (isJournalFile(run)) return yield* alreadyOne(run);
      const { runId } = yield* Effect.scoped(Effect.flatMap(openStore(store), (opened) => findRun(opened, store, run)));
      return yield* print(yield* journalBytes(store, runId));
    }
    const { status } = yield* Effect.scoped(loadRun({ run: Option.some(run), store, at: Option.none() }, "records"));
    yield* requireRecords(run, status);
    return yield* print(written(status, format));
  }),
).pipe(
  Command.withDescription(
    "Write a run to stdout: its journal, the same bytes as run --journal writes; or, without its results, as something to " +
      "look at.\n\n  Exit codes:\n    0  written\n    2  there is no such run\n    3  stdout took only a part of it\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Write a run as a journal, a page, a trace or a drawing"),
  Command.withExamples([
    { command: "runstate export latest > run.ndjson", description: "The newest run as a journal file" },
    {
      command: "runstate export latest --format html > run.html",
      description: "The inspector's page, to open or send",
    },
    {
      command: "runstate export run.ndjson --format chrome-trace > run.json",
      description: "Open it in ui.perfetto.dev",
    },
  ]),
);

const alreadyOne = (path: string): UsageError =>
  new UsageError({
    subject: path,
    reason: "it is a journal file already",
    remedy: "Give the id of a stored run, or another --format.",
  });

const written = (status: Status, format: Exclude<(typeof formats)[number], "ndjson">): string => {
  switch (format) {
    case "html":
      return exportPage(status.records);
    case "chrome-trace":
      return `${JSON.stringify(chromeTrace(status.records))}\n`;
    case "mermaid":
      return [
        mermaidTree(status),
        ...[runMachine, experimentMachine, moduleMachine].map((machine) => mermaidChart(toChart(machine))),
      ]
        .map((drawing) => `\`\`\`mermaid\n${drawing}\`\`\`\n`)
        .join("\n");
  }
};
