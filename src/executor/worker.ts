import * as Effect from "effect/Effect";

/** One of the workers of a run, and the execution it is to carry out; undefined when it has none. */
export class Worker {
  execution: number | undefined;
  depth = 0;
  /** When the execution became ready, on a monotonic clock; undefined when it starts at once, or nobody measures it. */
  readyMs: number | undefined;
  /** Whether it holds what its execution takes. */
  holds = false;
  /** Whether it waits to be told what to do. */
  waits = false;
  resume: (() => void) | undefined;
}

/** Lets a worker go on that was told what to do. */
export const settle = (worker: Worker): void => {
  const { resume } = worker;
  worker.waits = false;
  worker.resume = undefined;
  resume?.();
};

/**
 * A resumed fiber would run at once, on the stack of whoever let it go on, and could let another go on in turn: a
 * thousand workers that wait for the same slot would overflow the stack. So it gets a turn of its own.
 */
const resumed = Effect.yieldNow;

/** Waits until a worker is told what to do; undefined when it was. */
export const waitOf = (worker: Worker): Effect.Effect<void> | undefined =>
  worker.waits
    ? Effect.callback((resume) => {
        // It may have been told since: a fiber can be suspended before it listens.
        if (worker.waits) worker.resume = () => resume(resumed);
        else resume(Effect.void);
      })
    : undefined;
