import { describe, expect, it } from "vitest";

import { encodeRecord, type JournalRecord } from "../../src/index.ts";
import { numbered, runStarted, smallJournal, started, failed, runFailed, experiment } from "./fixtures/journal.ts";
import { file, newPath, runCli } from "./run-cli.ts";

const journalFile = (records: readonly JournalRecord[], end = ""): string =>
  file(".ndjson", records.map((record) => `${encodeRecord(record)}\n`).join("") + end);

describe("runstate show", () => {
  it("sums up a failed run", async () => {
    const { code, stdout, stderr } = await runCli("show", journalFile(smallJournal));
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "✗ small Failed after 2.70 s
        run          RUN, started 2026-01-02T03:04:05.000Z
        executions   1 Failed, 2 Completed, 1 NotStarted because of a failure above
        experiments  1 Failed, 1 Completed

      ✓ Loader[good]   130 ms
      └─ ✓ Fit[quick]  2.50 s
      ✗ Loader[bad]    7.5 ms  Error: no file\\nof that name
      └─ 1 execution never ran

      Slowest modules
        module  count    mean     p50     p95     max   total  share
        Fit         1  2.50 s  2.50 s  2.50 s  2.50 s  2.50 s   95 %
        Loader      2   69 ms   69 ms  124 ms  130 ms  138 ms    5 %

      Failures
        ✗ Error: no file
          of that name
          caused by Error: disk full
          in Loader[bad]  1 execution below it never ran
      "
    `);
  });

  it("says when a journal is torn, and what was in progress", async () => {
    const torn = journalFile(smallJournal.slice(0, 5), '{"seq":6,"at":17');
    const { code, stdout, stderr } = await runCli("show", torn);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "runstate: the last line of the journal is torn: its writer was stopped in the middle of it\n" +
        "runstate: the journal ends while 1 execution was in progress\n",
    );
    expect(stdout).toContain("▸ small InProgress");
    const between = await runCli("show", journalFile(smallJournal.slice(0, 2)));
    expect(between.stderr).toBe("runstate: the journal ends while no execution was in progress\n");
    const json = await runCli("show", "--json", torn);
    expect(JSON.parse(json.stdout)).toMatchObject({ state: "InProgress", torn: true });
  });

  it("prints one JSON document, in which nothing is hidden", async () => {
    const message = "a\u202eb";
    const journal = numbered([
      runStarted({ Loader: ["one"] }),
      experiment("started", 0),
      started(0, "Loader/one"),
      failed(0, "Loader/one", 1, message),
      experiment("failed", 0),
      runFailed(1),
    ]);
    const { code, stdout } = await runCli("show", "--json", journalFile(journal));
    expect(code).toBe(1);
    expect(stdout).toContain(String.raw`a\u202eb`);
    expect(stdout).not.toContain("\u202e");
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, state: "Failed", failures: [{ message }] });
  });

  it("refuses what is no journal with 2", async () => {
    const missing = await runCli("show", newPath(".ndjson"));
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    const gap = await runCli("show", journalFile(smallJournal.toSpliced(3, 1)));
    expect(gap).toMatchObject({ code: 2, stdout: "" });
    expect(gap.stderr).toContain("Records are numbered without gaps");
    const text = await runCli("show", file(".ndjson", "hello\nworld\n"));
    expect(text).toMatchObject({ code: 2, stdout: "" });
    expect(text.stderr).toContain("the journal cannot be read: line 1 is not JSON");
  });

  it("says that an empty journal holds no run", async () => {
    const { code, stdout, stderr } = await runCli("show", file(".ndjson", ""));
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("nothing has started: there is no record of it");
  });
});
