import * as Scheduler from "effect/Scheduler";

/**
 * Runs fibers only when told to: what was woken waits until {@link settle} lets all of it go as far as it can.
 *
 * Nothing of it touches the event loop, so that a thousand short runs take no more than their own work.
 */
export class StepScheduler implements Scheduler.Scheduler {
  readonly executionMode = "sync";
  readonly #dispatcher = new Scheduler.MixedScheduler("sync", neverByItself).makeDispatcher();

  /** A fiber goes on until it waits: where it would yield for being long must not decide what is explored. */
  shouldYield(): boolean {
    return false;
  }

  makeDispatcher(): Scheduler.SchedulerDispatcher {
    return this.#dispatcher;
  }

  /** Runs every task that is ready, and those that become ready by it. */
  settle(): void {
    this.#dispatcher.flush();
  }
}

const neverByItself = (): (() => void) => () => undefined;
