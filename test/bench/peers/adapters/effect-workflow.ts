/** A durable workflow with an activity per module, on effect's engine that keeps everything in memory. */
import { Effect, Layer, Option, Schema } from "effect";
import { Activity, Workflow, WorkflowEngine } from "effect/workflow";

import type { Adapter } from "../adapter.ts";
import { moduleName, places, schemaReference, work } from "../work.ts";

const Output = Schema.Struct({ value: Schema.Finite, schema: Schema.String });

const Path = Workflow.make("Path", {
  payload: { id: Schema.String },
  idempotencyKey: ({ id }) => id,
  success: Output,
});

const activities = places.map((place) =>
  Activity.make({
    name: moduleName(place),
    success: Output,
    execute: Effect.sync(() => ({ value: work(place), schema: schemaReference(place + 1) })),
  }),
);

const PathLive = Path.toLayer(() =>
  Effect.gen(function* () {
    let output: typeof Output.Type = { value: 0, schema: schemaReference(0) };
    for (const activity of activities) output = yield* activity;
    return output;
  }),
);

const Live = PathLive.pipe(Layer.provideMerge(WorkflowEngine.layerMemory));

const inMemory: Adapter["cases"][string] = () => ({
  run: (paths) =>
    Effect.gen(function* () {
      for (let path = 0; path < paths; path++) yield* Path.execute({ id: `path${path}` });
      const executionId = yield* Path.executionId({ id: `path${paths - 1}` });
      const result = Option.getOrUndefined(yield* Path.poll(executionId));
      if (result?._tag !== "Complete") throw new Error(`the last path is not on record as complete`);
    }).pipe(Effect.provide(Live), Effect.scoped, Effect.runPromise),
});

export const cases: Adapter["cases"] = { memory: inMemory };
