import { type Fiber, Scheduler } from "effect";

const longestTurnMs = 10;

/**
 * Gives the event loop a turn between executions that compute without a pause.
 *
 * Without it a run of modules that return plain values is one long turn, in which neither Ctrl-C nor a timer is heard.
 */
export class BreathingScheduler extends Scheduler.MixedScheduler {
  #lastTurn = performance.now();

  override shouldYield(fiber: Fiber.Fiber<unknown, unknown>): boolean {
    const now = performance.now();
    if (now - this.#lastTurn < longestTurnMs) return super.shouldYield(fiber);
    this.#lastTurn = now;
    return true;
  }
}
