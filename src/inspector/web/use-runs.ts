import { useEffect, useState } from "preact/hooks";

import type { RunListItem } from "../protocol/api.ts";
import type { Source } from "./source/source.ts";
import type { Remote } from "./use-remote.ts";

const againAfterMs = 2000;

/** The list of runs, read again while it is looked at: runs begin, go on and end. */
export const useRuns = (source: Source): Remote<readonly RunListItem[]> => {
  const [runs, setRuns] = useState<Remote<readonly RunListItem[]>>({ state: "waiting" });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const ask = async (): Promise<void> => {
      try {
        const value = await source.runs();
        if (!gone) setRuns({ state: "here", value });
      } catch (thrown) {
        if (!gone) setRuns({ state: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
      }
      if (!gone) timer = setTimeout(() => void ask(), againAfterMs);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [source]);
  return runs;
};
