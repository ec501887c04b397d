import { useState } from "preact/hooks";

import type { RunPage } from "../run-page.ts";
import { useRemote } from "../use-remote.ts";

/** Cancels the run, or begins another from it; shown only where the server allows it. */
export const RunControl = ({ page }: { readonly page: RunPage }) => {
  const info = useRemote("info", () => page.source.info());
  const [said, setSaid] = useState("");
  if (info.state !== "here" || !info.value.control) return null;
  const over = page.run.length > 0 && page.connection === "ended";
  const ask = async (action: "cancel" | "retry"): Promise<void> => {
    try {
      await page.source.control(page.runId, action);
      setSaid(action === "cancel" ? "cancelling" : "the new run is in the list of runs");
    } catch (thrown) {
      setSaid(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <>
      <span role="status" class="muted">
        {said}
      </span>
      <button type="button" class="button" disabled={over} onClick={() => void ask("cancel")}>
        Cancel
      </button>
      <button type="button" class="button" disabled={!over} onClick={() => void ask("retry")}>
        Retry
      </button>
    </>
  );
};
