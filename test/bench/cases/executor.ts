import { createActor } from "xstate";

import { moduleMachine } from "../../../machines/index.ts";
import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { modulesPerPath, pathConfig, runPaths, schemaOf } from "../path-workflow.ts";

const paths = 10_000;
const executions = paths * modulesPerPath;
const config = pathConfig(paths);
const schemas = Array.from({ length: modulesPerPath }, (_, place) => schemaOf(place));
const modules = schemas.map((schema, place) => () => ({ data: place, schema }));

/** The least that knows when each module began and ended, and with which schemas. */
const pushTwoRecords = (): readonly unknown[] => {
  const journal: unknown[] = [];
  for (let path = 0; path < paths; path++) {
    let schemaBefore: unknown = null;
    for (const [place, run] of modules.entries()) {
      const started = performance.now();
      const execution = path * modulesPerPath + place;
      journal.push(
        Object.freeze({ seq: journal.length + 1, at: Date.now(), type: "started", execution, schemaBefore }),
      );
      const { schema: schemaAfter } = run();
      const durationMs = performance.now() - started;
      const seq = journal.length + 1;
      journal.push(Object.freeze({ seq, at: Date.now(), type: "completed", execution, schemaAfter, durationMs }));
      schemaBefore = schemaAfter;
    }
  }
  return journal;
};

/**
 * The last run, held while the next goes on, as by whoever reads its status. Of objects of which a forced collection
 * leaves none V8 forgets the shape, and with it all that it compiled: every round would begin cold, at half as much again.
 */
const held: { run?: unknown } = {};

const runHeld = async (): Promise<void> => {
  held.run = await runPaths(config);
};

const liveActors = (): void => {
  for (let n = 0; n < executions; n++) {
    const actor = createActor(moduleMachine).start();
    actor.send({ type: "module.start", at: n, attempt: 1 });
    actor.send({ type: "module.complete", at: n, origin: "executed" });
    actor.stop();
  }
};

export default defineCase({
  title: `${executions.toLocaleString("en")} executions in memory, 7 modules a path, 10 fields, snapshots, changes and timing`,
  warmUps: 2,
  subjects: {
    run: { meter: cpu, operations: executions, work: runHeld },
    records: { meter: cpu, operations: executions, work: pushTwoRecords },
    actor: { meter: cpu, operations: executions, work: liveActors },
  },
  figures: [
    { label: "to two frozen records pushed", unit: "×", of: ({ run, records }) => run / records, goal: 6, limit: 8 },
    {
      label: "to a bare XState actor, two events",
      unit: "×",
      of: ({ run, actor }) => run / actor,
      goal: 0.5,
    },
    { label: "an execution", unit: "µs", of: ({ run }) => run },
  ],
});
