import { useEffect, useState } from "preact/hooks";

/** What was asked of the source. */
export type Remote<Value> =
  | { readonly state: "waiting" }
  | { readonly state: "here"; readonly value: Value }
  | { readonly state: "failed"; readonly message: string };

/** Asks the source for something, again when `key` changes; what comes too late is dropped. */
export const useRemote = <Value>(key: string, ask: () => Promise<Value>): Remote<Value> => {
  const [held, hold] = useState<{ readonly key: string; readonly remote: Remote<Value> }>({ key, remote: waiting });
  useEffect(() => {
    let late = false;
    const take = (remote: Remote<Value>): void => {
      if (!late) hold({ key, remote });
    };
    ask().then(
      (value) => take({ state: "here", value }),
      (thrown: unknown) =>
        take({ state: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
    return () => {
      late = true;
    };
  }, [key]);
  return held.key === key ? held.remote : waiting;
};

const waiting = { state: "waiting" } as const;
