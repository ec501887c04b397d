import * as Effect from "effect/Effect";

/** Waits for Ctrl-C or SIGTERM, which end what is only shown; nothing is lost by it. */
export const untilStopped: Effect.Effect<void> = Effect.callback((resume) => {
  const stop = (): void => resume(Effect.void);
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
});
