interface ProcessLike {
  readonly on: (event: "beforeExit", listener: () => void) => unknown;
  readonly off: (event: "beforeExit", listener: () => void) => unknown;
  exitCode?: number | string | null | undefined;
}

const waiting = new Set<() => void>();
let listener: (() => void) | undefined;

/**
 * Calls `onIdle` when the process has nothing left to do; the returned function stops watching.
 *
 * A pending Promise does not keep Node alive: a run that waits for one which nothing can settle would end the process
 * with exit code 0 and no word. So that it does not pass for success, the exit code becomes 1 unless it was set.
 * Where there is no process (a browser), nothing is watched. However many runs watch, the process has one listener.
 */
export const watchProcessIdle = (onIdle: () => void): (() => void) => {
  const found = (globalThis as { readonly process?: ProcessLike }).process;
  if (typeof found?.on !== "function" || typeof found.off !== "function") return () => undefined;
  if (listener === undefined) {
    listener = () => {
      found.exitCode ??= 1;
      for (const tell of waiting) tell();
    };
    found.on("beforeExit", listener);
  }
  waiting.add(onIdle);
  return () => {
    waiting.delete(onIdle);
    if (waiting.size > 0 || listener === undefined) return;
    found.off("beforeExit", listener);
    listener = undefined;
  };
};
