/** A store per step, told of the start and of the completion. Its last snapshot is kept. */
import { createStore } from "@xstate/store";

import type { Adapter } from "../adapter.ts";
import { modulesPerPath, schemaReference, work } from "../work.ts";

const newStore = () =>
  createStore({
    context: { state: "NotStarted", startedAt: 0, completedAt: 0, schemaBefore: "", schemaAfter: "" },
    on: {
      start: (context, event: { at: number; schema: string }) => ({
        ...context,
        state: "InProgress",
        startedAt: event.at,
        schemaBefore: event.schema,
      }),
      complete: (context, event: { at: number; schema: string }) => ({
        ...context,
        state: "Completed",
        completedAt: event.at,
        schemaAfter: event.schema,
      }),
    },
  });

const storePerStep: Adapter["cases"][string] = () => {
  let kept: { readonly state: string }[] = [];
  return {
    run: async (paths) => {
      kept = [];
      for (let path = 0; path < paths; path++)
        for (let place = 0; place < modulesPerPath; place++) {
          const store = newStore();
          store.send({ type: "start", at: Date.now(), schema: schemaReference(place) });
          await work(place);
          store.send({ type: "complete", at: Date.now(), schema: schemaReference(place + 1) });
          kept.push(store.getSnapshot().context);
        }
    },
    check: (paths) => {
      if (kept.length !== paths * modulesPerPath || kept.at(-1)?.state !== "Completed")
        throw new Error(`${kept.length} states kept, the last of them ${kept.at(-1)?.state}`);
    },
  };
};

export const cases: Adapter["cases"] = { store: storePerStep };
