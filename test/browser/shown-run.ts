import { afterAll, beforeAll } from "vitest";

import type { Status } from "../../src/index.ts";
import { inspect, type Inspector } from "../../src/inspector/index.ts";
import type { JournalRecord } from "../../src/journal/record.ts";
import type { OpenedRun, OpenOptions } from "./open-run.ts";
import { sharedBrowser } from "./shared-browser.ts";

/** A run that is over, and the pages that show it. */
export interface ShownRun {
  readonly runId: string;
  readonly records: readonly JournalRecord[];
  /** Opens it in a context of its own. */
  readonly open: (options?: OpenOptions) => Promise<OpenedRun>;
  /** Opens something else in the same browser. */
  readonly openLink: ReturnType<typeof sharedBrowser>;
}

/** What is run before the tests of a file. */
type RunOnce = Parameters<typeof inspect>[0] & {
  readonly run: () => Promise<{ readonly runId: string }>;
  readonly status: Pick<Status, "records">;
};

/** Carries out a run once for the tests of a file, which look at it in the browser that they share. */
export const shownRun = (executor: RunOnce): ShownRun => {
  const openLink = sharedBrowser();
  let inspector: Inspector | undefined;
  let runId = "";
  beforeAll(async () => {
    inspector = await inspect(executor);
    ({ runId } = await executor.run());
  }, 60_000);
  afterAll(() => inspector?.close());
  return {
    get runId() {
      return runId;
    },
    get records() {
      return executor.status.records;
    },
    open: (options) => {
      if (inspector === undefined) throw new Error("the run is there once the tests begin");
      return openLink(inspector.link(runId), options);
    },
    openLink,
  };
};
