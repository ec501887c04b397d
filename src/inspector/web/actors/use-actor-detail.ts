import { useEffect, useState } from "preact/hooks";

import type { ActorDetail, ActorLine } from "../../protocol/relay-api.ts";
import type { RelaySource } from "../source/http-relay.ts";

/** What is kept of an actor, asked for again whenever its line was told anew; the last answer stays until the next. */
export const useActorDetail = (source: RelaySource, line: ActorLine): ActorDetail | undefined => {
  const [held, hold] = useState<ActorDetail | undefined>(undefined);
  useEffect(() => {
    let late = false;
    const ask = async (): Promise<void> => {
      try {
        const detail = await source.detail(line.sessionId);
        if (!late) hold(detail);
      } catch {
        // It is gone, or the server is: the page says so, and asks again when it is back.
      }
    };
    void ask();
    return () => {
      late = true;
    };
  }, [source, line]);
  return held?.sessionId === line.sessionId ? held : undefined;
};
