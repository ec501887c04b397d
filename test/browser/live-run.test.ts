import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { parseJournal } from "../../src/journal/parse-journal.ts";
import type { JournalRecord } from "../../src/journal/record.ts";
import { foldJournal } from "../../src/journal/journal-fold.ts";
import { sharedBrowser } from "./shared-browser.ts";
import { type ShownState, shownState } from "./shown-state.ts";
import { startCommand } from "./start-command.ts";

const openLink = sharedBrowser();

/** What the journal says at a record. */
const stateAt = (records: readonly JournalRecord[], seq: number): ShownState => {
  const state = foldJournal(records.slice(0, seq));
  return { seq, runState: state.state, executions: state.executions };
};

const example = "examples/01-birdstrikes";

describe("the birdstrikes run, watched live", () => {
  test("shows the counts of the journal at every moment sampled, to its end, and asks nobody else", async () => {
    const folder = mkdtempSync(join(tmpdir(), "runstate-live-"));
    const journal = join(folder, "run.ndjson");
    // What `npm run demo:inspect` starts, with a journal to hold it against.
    const shown = ["--inspect", "--journal", journal, "--store", join(folder, "runs.db")];
    const command = startCommand(["run", `${example}/workflow.ts`, `${example}/config.yaml`, ...shown]);
    const link = await command.link;
    const { page, complaints, requests } = await openLink(link);
    await page.locator("[data-run] a").click();
    await page.locator("[data-run-state]").waitFor();

    const samples: ShownState[] = [];
    for (;;) {
      const sample = await shownState(page);
      if (sample.seq !== samples.at(-1)?.seq) samples.push(sample);
      // Often enough to see it move, and not so often that the run has no processor left.
      await page.waitForTimeout(25);
      if (sample.runState !== "InProgress" || (await page.locator('[data-connection="lost"]').count()) > 0) break;
    }
    await command.ended;
    const { records } = parseJournal(readFileSync(journal, "utf8"));
    for (const sample of samples) expect(sample).toEqual(stateAt(records, sample.seq));
    console.log(`${samples.length} moments of ${records.length} records sampled`);
    expect(samples.length).toBeGreaterThan(10);
    expect(samples.at(-1)).toEqual(stateAt(records, records.length));

    expect(complaints).toEqual([]);
    expect(requests.filter((address) => new URL(address).origin !== new URL(link).origin)).toEqual([]);
    rmSync(folder, { recursive: true });
  }, 120_000);
});
