import { modulesPerPath, schemaReference, work } from "./work.ts";

/** Awaited, as a module may be asynchronous. */
const run: (place: number) => number | Promise<number> = work;

/** The least that recording a step can be: the module awaited, and two frozen records with time and schema pushed. */
export const runFloor = async (paths: number): Promise<number> => {
  const journal: unknown[] = [];
  for (let path = 0; path < paths; path++)
    for (let place = 0; place < modulesPerPath; place++) {
      const execution = path * modulesPerPath + place;
      const seq = journal.length;
      const schemaBefore = schemaReference(place);
      journal.push(Object.freeze({ seq, at: Date.now(), type: "module.started", execution, schemaBefore }));
      await run(place);
      const schemaAfter = schemaReference(place + 1);
      journal.push(Object.freeze({ seq: seq + 1, at: Date.now(), type: "module.completed", execution, schemaAfter }));
    }
  return journal.length;
};
