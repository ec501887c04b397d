interface ProcessLike {
  readonly on: (event: "beforeExit", listener: () => void) => unknown;
  readonly off: (event: "beforeExit", listener: () => void) => unknown;
  exitCode?: number | string | null | undefined;
}

/**
 * Calls `onIdle` when the process has nothing left to do; the returned function stops watching.
 *
 * A pending Promise does not keep Node alive: a run that waits for one which nothing can settle would end the process
 * with exit code 0 and no word. So that it does not pass for success, the exit code becomes 1 unless it was set.
 * Where there is no process (a browser), nothing is watched.
 */
export const watchProcessIdle = (onIdle: () => void): (() => void) => {
  const found = (globalThis as { readonly process?: ProcessLike }).process;
  if (typeof found?.on !== "function" || typeof found.off !== "function") return () => undefined;
  const listener = (): void => {
    found.exitCode ??= 1;
    onIdle();
  };
  found.on("beforeExit", listener);
  return () => void found.off("beforeExit", listener);
};
