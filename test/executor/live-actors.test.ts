/** What a run costs in actors, counted rather than timed: a count is the same on every machine. */
import { describe, expect, test } from "vitest";
import type { AnyActorRef, InspectionEvent } from "xstate";

import { defineWorkflow, Executor } from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";

/** Counts the actors of a system that have not ended. */
class LiveActors {
  readonly #live = new Set<AnyActorRef>();
  readonly ids = new Set<string>();
  run: AnyActorRef | undefined;
  created = 0;
  most = 0;

  readonly inspect = (event: InspectionEvent): void => {
    const actor = event.actorRef as AnyActorRef;
    if (event.type === "@xstate.actor") {
      this.created++;
      this.run ??= actor;
      // The run actor has the number XState gave it, a new one for each run.
      if (actor !== this.run) this.ids.add(actor.id);
      this.#live.add(actor);
      this.most = Math.max(this.most, this.#live.size);
    } else if (event.type === "@xstate.snapshot" && event.snapshot.status !== "active") this.#live.delete(actor);
  };

  get now(): number {
    return this.#live.size;
  }
}

const wide = (experiments: number): ConfigEntries => [
  ["Loader", Array.from({ length: experiments }, (_, n) => [`loader ${n}`, {}] as const)],
  ["Reporter", [["only", {}]]],
];

/** The run actor, and the work it invokes. */
const ofTheRun = 2;
/** An execution in progress, and its experiment. */
const ofEachWorker = 2;

describe.each(["leaf", "machine"] as const)("500 experiments, module executions as %s", (actors) => {
  test.each([1, 16])("have no more live actors than %i workers need, whatever their number", async (concurrency) => {
    const live = new LiveActors();
    const workflow = defineWorkflow("wide")
      .module("Loader", { run: () => Promise.resolve(1) })
      .module("Reporter", { run: () => Promise.resolve(2) });
    await new Executor({ workflow, config: wide(500), concurrency, actors, inspect: live.inspect }).run();
    expect(live.created).toBe(ofTheRun + 3 * 500);
    expect(live.most).toBe(ofTheRun + ofEachWorker * concurrency);
    expect(live.now).toBe(0);
  });
});

// As machines they cost many times more, and show the same among a thousand.
describe.each([
  ["leaf", 10_000],
  ["machine", 1000],
] as const)("live module executions as %s, %i of them", (actors, executions) => {
  /** What the run actor holds while so many executions wait for each other. */
  const whileLive = async (count: number) => {
    const live = new LiveActors();
    const { promise, resolve } = Promise.withResolvers<string>();
    let started = 0;
    const workflow = defineWorkflow("waiting").module("Loader", {
      run: () => {
        // Not inside of the step that starts the last one: the others are told of first.
        if (++started === count) setImmediate(() => resolve(persisted()));
        return promise;
      },
    });
    // XState refuses to persist what it cannot: a rejection, then.
    const persisted = async (): Promise<string> => JSON.stringify(live.run?.getPersistedSnapshot());
    const options = { workflow, config: wide(count).slice(0, 1), concurrency: count, actors };
    const done = new Executor({ ...options, inspect: live.inspect }).run();
    const snapshot = await promise;
    const seen = { snapshot, most: live.most, ids: live.ids };
    await done;
    return seen;
  };

  let seenOnce: ReturnType<typeof whileLive> | undefined;
  const whileMany = (): ReturnType<typeof whileLive> => (seenOnce ??= whileLive(executions));

  test("are no children of the run actor: its snapshot is as large as among ten", async () => {
    const [few, many] = await Promise.all([whileLive(10), whileMany()]);
    expect(many.most).toBe(ofTheRun + ofEachWorker * executions);
    // Counters and ids have more digits.
    const shape = (snapshot: string): string => snapshot.replaceAll(/\d+/gu, "0").replaceAll(/"runId":"[^"]*"/gu, "");
    expect(shape(many.snapshot)).toBe(shape(few.snapshot));
    expect(Object.keys((JSON.parse(many.snapshot) as { children: object }).children)).toEqual(["work"]);
  });

  test("share constant ids: XState remembers every id it has seen for ever", async () => {
    const { ids } = await whileMany();
    expect([...ids].toSorted()).toEqual(["experiment", "module", "work"]);
  });
});
