import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

import type { Engine } from "../executor/engine.ts";
import { checkOptions } from "../workflow/check-options.ts";
import { ModuleThread, type ThreadOptions, type WorkerLimits } from "./module-thread.ts";

/** How worker threads are started and ended. */
export interface WorkersOptions {
  /** What each thread may use of memory; a module that needs more fails. Default: as Node has it. */
  readonly resourceLimits?: WorkerLimits;
  /**
   * How long a module may go on after its attempt was ended, before its thread is: to hear its signal and to tidy up.
   * It belongs to the attempt. Default: half a second.
   */
  readonly grace?: Duration.Input;
}

/**
 * Runs modules that are given by file in up to `count` worker threads, for a run with as much `concurrency`.
 *
 * Threads are started when they are needed and end with the run. One that crashes, or whose module goes on after its
 * end, fails its execution alone and is replaced.
 *
 * @example
 * ```ts
 * const file = new URL("data:text/javascript,export default ({ params }) => params.n ** 2");
 * const workflow = defineWorkflow("squares").module("Square", { run: fromFile(file) });
 * const config = { Square: { three: { n: 3 }, four: { n: 4 } } };
 * const executor = new Executor({ workflow, config, engine: workers(2), concurrency: 2 });
 * await executor.run();
 * executor.getResult("Square[four]").data; // => 16
 * ```
 */
export const workers = (count: number, options: WorkersOptions = {}): Engine => {
  checkOptions("workers", options, "resourceLimits grace");
  const { resourceLimits, grace = "500 millis" } = options;
  checkOptions(
    "workers: resourceLimits",
    resourceLimits ?? {},
    "maxOldGenerationSizeMb maxYoungGenerationSizeMb codeRangeSizeMb stackSizeMb",
  );
  if (!(Number.isSafeInteger(count) && count >= 1))
    throw new RangeError(`workers: it takes a whole number of threads from 1, got ${String(count)}`);
  return {
    size: count,
    open: (redaction) => {
      return Effect.map(
        Effect.acquireRelease(
          Effect.sync(() => new Threads({ resourceLimits, grace, redaction })),
          (threads) => threads.close,
        ),
        (threads) => (file) =>
          Effect.suspend(() => {
            // A place that is not used belongs to a run that is ending, which ends the thread too.
            const thread = threads.take();
            const giveBack = Effect.sync(() => threads.giveBack(thread));
            return Effect.as(thread.ready, (scope) => Effect.ensuring(thread.run(file, scope), giveBack));
          }),
      );
    },
  };
};

/** The threads of one run. There is no queue: the scheduler starts no more executions than there may be threads. */
class Threads {
  readonly #options: ThreadOptions;
  readonly #all = new Set<ModuleThread>();
  readonly #free: ModuleThread[] = [];

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** The thread that was free last, whose files are loaded; a new one when there is none. */
  take(): ModuleThread {
    for (let thread = this.#free.pop(); thread !== undefined; thread = this.#free.pop())
      if (thread.isFree) return thread;
      else this.#all.delete(thread);
    const started = new ModuleThread(this.#options);
    this.#all.add(started);
    return started;
  }

  giveBack(thread: ModuleThread): void {
    if (thread.isFree) this.#free.push(thread);
    else this.#all.delete(thread);
  }

  get close(): Effect.Effect<void> {
    return Effect.forEach(this.#all, (thread) => thread.close, { concurrency: "unbounded", discard: true });
  }
}
