/** A service per step, told of the start and of the completion. Its last state and context are kept. */
import { createMachine, interpret, reduce, state, transition } from "robot3";

import type { Adapter } from "../adapter.ts";
import { modulesPerPath, schemaReference, work } from "../work.ts";

interface Context {
  readonly startedAt: number;
  readonly completedAt: number;
  readonly schemaBefore: string;
  readonly schemaAfter: string;
}
interface Told {
  readonly at: number;
  readonly schema: string;
}

const machine = createMachine(
  {
    NotStarted: state(
      transition(
        "start",
        "InProgress",
        reduce((context: Context, event: Told) => ({ ...context, startedAt: event.at, schemaBefore: event.schema })),
      ),
    ),
    InProgress: state(
      transition(
        "complete",
        "Completed",
        reduce((context: Context, event: Told) => ({ ...context, completedAt: event.at, schemaAfter: event.schema })),
      ),
    ),
    Completed: state(),
  },
  (): Context => ({ startedAt: 0, completedAt: 0, schemaBefore: "", schemaAfter: "" }),
);

const ignore = (): void => undefined;

const servicePerStep: Adapter["cases"][string] = () => {
  let kept: { readonly state: unknown; readonly context: Context }[] = [];
  return {
    run: async (paths) => {
      kept = [];
      for (let path = 0; path < paths; path++)
        for (let place = 0; place < modulesPerPath; place++) {
          const service = interpret(machine, ignore);
          service.send({ type: "start", at: Date.now(), schema: schemaReference(place) });
          await work(place);
          service.send({ type: "complete", at: Date.now(), schema: schemaReference(place + 1) });
          kept.push({ state: service.machine.current, context: service.context });
        }
    },
    check: (paths) => {
      const last = kept.at(-1);
      if (kept.length !== paths * modulesPerPath || last?.state !== "Completed" || last.context.completedAt === 0)
        throw new Error(`${kept.length} states kept, the last of them ${String(last?.state)}`);
    },
  };
};

export const cases: Adapter["cases"] = { service: servicePerStep };
