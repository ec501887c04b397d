import type * as Fiber from "effect/Fiber";
import * as Scheduler from "effect/Scheduler";

/** Runs fibers only when it is told to, in the order they became ready: so it is known when all of them wait. */
export class DrivenScheduler implements Scheduler.Scheduler {
  readonly executionMode = "async";
  readonly #mixed = new Scheduler.MixedScheduler();
  #tasks: (() => void)[] = [];

  shouldYield(fiber: Fiber.Fiber<unknown, unknown>): boolean {
    return this.#mixed.shouldYield(fiber);
  }

  makeDispatcher(): Scheduler.SchedulerDispatcher {
    return { scheduleTask: (task) => void this.#tasks.push(task), flush: () => void this.run() };
  }

  /** Runs every fiber that is ready, and those that become so; false when there was none. */
  run(): boolean {
    const ran = this.#tasks.length > 0;
    while (this.#tasks.length > 0) for (const task of this.#tasks.splice(0)) task();
    return ran;
  }
}
