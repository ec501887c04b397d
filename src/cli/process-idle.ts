import * as Effect from "effect/Effect";

/** Succeeds when this process has nothing left to do: whatever is still awaited then will never come. */
export const processIdle: Effect.Effect<void> = Effect.callback<void>((resume) => {
  const listener = (): void => resume(Effect.void);
  process.once("beforeExit", listener);
  return Effect.sync(() => process.off("beforeExit", listener));
});
