/**
 * A workflow inside a machine of your own: your machine decides when the run happens and what follows from its end;
 * the run tells it everything it does on the way.
 */
import { assign, createActor, setup, toPromise } from "xstate";

import { defineWorkflow, Executor } from "../../src/index.ts";
import type { RunOutput } from "../../machines/index.ts";

const workflow = defineWorkflow("scores")
  .module("Loader", { run: () => [{ score: 4 }, { score: 8 }, { score: 6 }] })
  .module("Scaler", {
    run: ({ input, experimentName }) => {
      const divisor = experimentName === "by-ten" ? 10 : Math.max(...input.data.map(({ score }) => score));
      return input.data.map(({ score }) => ({ score: score / divisor }));
    },
  });

const executor = new Executor({
  workflow,
  config: { Loader: { three: {} }, Scaler: { "by-ten": {}, "by-max": {} } },
});

interface NightlyContext {
  readonly output: RunOutput | undefined;
}

const nightly = setup({
  types: { context: {} as NightlyContext, events: {} as { type: "midnight" } },
  actors: { run: executor.machine },
}).createMachine({
  id: "nightly",
  context: { output: undefined },
  initial: "waiting",
  states: {
    waiting: { on: { midnight: "running" } },
    running: {
      invoke: {
        id: "run",
        src: "run",
        input: { runId: "night-1" },
        onDone: [
          {
            guard: ({ event }) => event.output.state === "Completed",
            target: "published",
            actions: assign({ output: ({ event }) => event.output }),
          },
          { target: "needsAttention" },
        ],
      },
    },
    published: { type: "final" },
    needsAttention: { type: "final" },
  },
});

const actor = createActor(nightly).start();
actor.send({ type: "midnight" });

// The invoked run is an actor like any other: its emitted events are typed.
const run = actor.getSnapshot().children.run;
run?.on("snapshot", ({ snapshot }) => console.log(`${snapshot.phase.padEnd(6)} ${snapshot.experimentKey}`));
run?.on("change", ({ change }) =>
  console.log(`       ${change.type} ${change.target.kind === "field" ? change.target.path.join(".") : "dataset"}`),
);

await toPromise(actor);
const { value, context } = actor.getSnapshot();
console.log(`${value}: ${context.output?.completed ?? 0} of ${context.output?.experiments ?? 0} experiments completed`);
console.log(executor.getResult("Loader[three]_Scaler[by-max]").data);
