/** An actor per step: created, started, told of the start and of the completion, stopped. Its last state is kept. */
import { assign, createActor, setup } from "xstate";

import type { Adapter } from "../adapter.ts";
import { modulesPerPath, schemaReference, work } from "../work.ts";

const machine = setup({
  types: {
    context: {} as { startedAt: number; completedAt: number; schemaBefore: string; schemaAfter: string },
    events: {} as { type: "start"; at: number; schema: string } | { type: "complete"; at: number; schema: string },
  },
}).createMachine({
  context: { startedAt: 0, completedAt: 0, schemaBefore: "", schemaAfter: "" },
  initial: "NotStarted",
  states: {
    NotStarted: {
      on: {
        start: {
          target: "InProgress",
          actions: assign(({ event }) => ({ startedAt: event.at, schemaBefore: event.schema })),
        },
      },
    },
    InProgress: {
      on: {
        complete: {
          target: "Completed",
          actions: assign(({ event }) => ({ completedAt: event.at, schemaAfter: event.schema })),
        },
      },
    },
    Completed: { type: "final" },
  },
});

const actorPerStep: Adapter["cases"][string] = () => {
  let kept: { readonly value: unknown; readonly context: { readonly schemaAfter: string } }[] = [];
  return {
    run: async (paths) => {
      kept = [];
      for (let path = 0; path < paths; path++)
        for (let place = 0; place < modulesPerPath; place++) {
          const actor = createActor(machine).start();
          actor.send({ type: "start", at: Date.now(), schema: schemaReference(place) });
          await work(place);
          actor.send({ type: "complete", at: Date.now(), schema: schemaReference(place + 1) });
          kept.push(actor.getSnapshot());
          actor.stop();
        }
    },
    check: (paths) => {
      const last = kept.at(-1);
      if (kept.length !== paths * modulesPerPath || last?.value !== "Completed")
        throw new Error(`${kept.length} states kept, the last of them ${String(last?.value)}`);
      if (last.context.schemaAfter !== schemaReference(modulesPerPath)) throw new Error("the last schema is another");
    },
  };
};

export const cases: Adapter["cases"] = { actor: actorPerStep };
