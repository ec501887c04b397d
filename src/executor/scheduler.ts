import type * as Effect from "effect/Effect";

import type { Branch, Choice, Frontier } from "./frontier.ts";
import type { Slots } from "./slots.ts";
import { settle, waitOf, Worker } from "./worker.ts";

/** Branches of one module that no worker could start, because what they take was not free. */
interface Branches {
  readonly depth: number;
  readonly execution?: undefined;
}

/** What a scheduler decides by. */
export interface SchedulerSetup {
  readonly frontier: Frontier;
  /** Undefined when the run has no limit but its concurrency. */
  readonly slots: Slots | undefined;
  /** Whether an execution of the frontier is to be carried out at all, now that the run may be about to end. */
  readonly admits: (execution: number) => boolean;
  /**
   * Whether executions of the module at this place may be taken over from an earlier run, and then take nothing: these
   * claim what they need only once it is known that they run.
   */
  readonly mayTakeOver: (depth: number) => boolean;
  /** Milliseconds on a monotonic clock; undefined when nobody asks how long executions wait. */
  readonly now: () => number | undefined;
}

/**
 * Says which worker carries out what, and when: the one place where executions get what they take of the run's limits.
 *
 * A worker follows an experiment down to its last module. Between two modules it holds nothing, so that no two can wait
 * for each other; its next execution takes all it needs at once or waits in line. A worker without an experiment gets
 * the first branch of the frontier that can start now. Whoever waits comes before all who come later and take from the
 * same limit, be it a worker in line or, while a worker is idle, a branch it would start: a big claim is not passed by
 * small ones for ever. Whatever is first in line starts once nothing else runs, so the line always moves.
 *
 * It is plain synchronous state: no fiber can be suspended between looking and taking.
 */
export class Scheduler {
  readonly #setup: SchedulerSetup;
  #line: (Worker | Branches)[] = [];
  #idle: Worker[] = [];
  #busy = 0;
  #stopped = false;

  constructor(setup: SchedulerSetup) {
    this.#setup = setup;
  }

  /**
   * Says that the worker's experiment is over, or that it has none yet, and gives it the next one's first execution;
   * none when nothing is left to do. Undefined when that is decided, else an Effect that waits until it is.
   */
  next(worker: Worker): Effect.Effect<void> | undefined {
    this.#giveBack(worker);
    if (worker.execution !== undefined) this.#busy--;
    worker.execution = undefined;
    worker.waits = true;
    this.#idle.push(worker);
    this.#dispatch();
    return waitOf(worker);
  }

  /**
   * Says that the worker's execution completed, and lets it go on to the first one below; the others become ready.
   * Undefined when it can start now, else an Effect that waits until it can, or the run is cancelled.
   */
  advance(worker: Worker): Effect.Effect<void> | undefined {
    const { frontier, now } = this.#setup;
    const { execution: completed, depth } = worker;
    if (completed === undefined) throw new Error("a worker without an execution cannot go on to the next");
    if (this.#giveBack(worker)) this.#dispatch();
    worker.execution = completed + 1;
    worker.depth = depth + 1;
    worker.readyMs = undefined;
    if (!this.#setup.mayTakeOver(worker.depth)) this.#ask(worker);
    if (frontier.complete(completed, depth, now) && this.#idle.length > 0) this.#dispatch();
    return waitOf(worker);
  }

  /** Takes what the worker's execution needs, if it holds nothing yet. As {@link advance}, it may have to wait. */
  claim(worker: Worker): Effect.Effect<void> | undefined {
    if (!worker.holds) this.#ask(worker);
    return waitOf(worker);
  }

  /** Says that the worker's execution needs nothing after all. */
  release(worker: Worker): undefined {
    if (this.#giveBack(worker)) this.#dispatch();
  }

  /** Whether an execution that has not started is still to be. */
  admits(execution: number): boolean {
    return this.#setup.admits(execution);
  }

  /** Lets everyone go who waits: the run is cancelled, and each ends what it has begun. Nothing is taken any more. */
  stop(): void {
    this.#stopped = true;
    const line = this.#line;
    this.#line = [];
    for (const each of line) if (each instanceof Worker) settle(each);
    this.#dispatch();
  }

  /** Takes for the worker what its execution needs, or puts it in line. */
  #ask(worker: Worker): void {
    const { slots, now } = this.#setup;
    if (slots === undefined || !this.#isLimited(slots, worker.depth)) return;
    if (slots.fits(worker.depth) && !slots.isWanted(worker.depth, this.#wanted(slots))) {
      this.#hold(worker, slots);
    } else {
      worker.readyMs ??= now();
      worker.waits = true;
      this.#line.push(worker);
    }
  }

  #dispatch(): void {
    const { slots, frontier, mayTakeOver } = this.#setup;
    const wanted = slots && this.#serveLine(slots);
    const anyoneIdle = this.#idle.length > 0;
    while (this.#idle.length > 0) {
      const startable = frontier.take((execution, depth) => this.#choose(execution, depth, wanted));
      if (startable !== undefined) this.#assign(startable, true);
      else {
        // What may be taken over needs a worker to find out.
        const undecided = frontier.take((_, depth) => (mayTakeOver(depth) ? "take" : "leave"));
        if (undecided === undefined) break;
        this.#assign(undecided, false);
      }
    }
    // Now that nobody idles who would start them, branches in line keep no place that others waited behind.
    if (slots !== undefined && anyoneIdle && this.#idle.length === 0) this.#serveLine(slots);
    // Nobody is left who could make another branch ready.
    if (this.#busy === 0) for (const worker of this.#idle.splice(0)) settle(worker);
  }

  /** Gives those in line what they wait for, first come first; returns the limits that the others still wait for. */
  #serveLine(slots: Slots): Set<number> {
    const wanted = new Set<number>();
    // Once every limit is waited for, nobody further back can be served: a long line for one limit is not walked.
    for (let place = 0; wanted.size < slots.limits && place < this.#line.length;) {
      const each = this.#line[place];
      if (each === undefined || !this.#waits(each)) {
        place++;
      } else if (!slots.fits(each.depth) || slots.isWanted(each.depth, wanted)) {
        slots.want(each.depth, wanted);
        place++;
      } else {
        this.#line.splice(place, 1);
        this.#serve(each, slots);
      }
    }
    return wanted;
  }

  #serve(each: Worker | Branches, slots: Slots): void {
    if (each instanceof Worker) {
      this.#hold(each, slots);
      settle(each);
      return;
    }
    const branch = this.#setup.frontier.take((execution, depth) => this.#chooseAt(each.depth, execution, depth));
    if (branch !== undefined) this.#assign(branch, true);
  }

  /** The limits that those in line wait for. */
  #wanted(slots: Slots): Set<number> {
    const wanted = new Set<number>();
    for (const each of this.#line) {
      if (wanted.size === slots.limits) break;
      if (this.#waits(each)) slots.want(each.depth, wanted);
    }
    return wanted;
  }

  /** Whether one in line waits for slots: branches do while a worker is idle that could start them, and they are there. */
  #waits(each: Worker | Branches): boolean {
    if (each instanceof Worker) return true;
    if (this.#idle.length === 0) return false;
    let found = false;
    this.#setup.frontier.take((execution, depth) => {
      const choice = this.#chooseAt(each.depth, execution, depth);
      found ||= choice === "take";
      return choice === "drop" ? "drop" : "leave";
    });
    return found;
  }

  #choose(execution: number, depth: number, wanted: Set<number> | undefined): Choice {
    const { slots, admits, mayTakeOver } = this.#setup;
    if (!admits(execution)) return "drop";
    if (slots === undefined || wanted === undefined || !this.#isLimited(slots, depth)) return "take";
    if (slots.fits(depth) && !slots.isWanted(depth, wanted)) return "take";
    if (mayTakeOver(depth)) return "leave";
    slots.want(depth, wanted);
    if (!this.#line.some((each) => !(each instanceof Worker) && each.depth === depth)) this.#line.push({ depth });
    return "leave";
  }

  #chooseAt(wantedDepth: number, execution: number, depth: number): Choice {
    if (!this.#setup.admits(execution)) return "drop";
    return depth === wantedDepth ? "take" : "leave";
  }

  /** Gives an idle worker a branch, with what it takes or without. */
  #assign({ execution, depth, readyMs }: Branch, holds: boolean): void {
    const { slots } = this.#setup;
    const worker = this.#idle.shift();
    if (worker === undefined) throw new Error("a branch was taken, and no worker is idle");
    worker.execution = execution;
    worker.depth = depth;
    worker.readyMs = readyMs;
    this.#busy++;
    if (holds && slots !== undefined && this.#isLimited(slots, depth)) this.#hold(worker, slots);
    settle(worker);
  }

  #isLimited(slots: Slots, depth: number): boolean {
    return !this.#stopped && slots.isLimited(depth);
  }

  #hold(worker: Worker, slots: Slots): void {
    slots.take(worker.depth);
    worker.holds = true;
  }

  /** Gives back what the worker holds; false when it is nothing. */
  #giveBack(worker: Worker): boolean {
    if (!worker.holds) return false;
    worker.holds = false;
    this.#setup.slots?.giveBack(worker.depth);
    return true;
  }
}
