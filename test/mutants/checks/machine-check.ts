import { createActor } from "xstate";

import { leafLogic, type ModuleEvent, moduleMachine } from "../../../machines/index.ts";
import { type JournalRecord, Status } from "../../../src/index.ts";
import { journal } from "../../../src/testing/index.ts";
import type { Check } from "./check.ts";
import { counted, findingOf } from "./property-finding.ts";

/** What a record tells the machine of its execution; undefined for records that tell it nothing. */
const eventOf = (record: JournalRecord): ModuleEvent | undefined => {
  const { at } = record;
  if (record.type === "module.started") return { type: "module.start", at, attempt: record.attempt };
  if (record.type === "module.retried") return { type: "module.retry", at, attempt: record.attempt + 1 };
  if (record.type === "module.completed") return { type: "module.complete", at, origin: record.origin };
  if (record.type === "module.failed") return { type: "module.fail", at, reason: record.reason };
  return undefined;
};

/** Both forms of the machine of an execution, sent what the records of a legal journal say. */
export const machineCheck: Check = {
  name: "machines beside legal journals",
  find: (seed) =>
    findingOf(
      {
        law: "the machine of an execution, sent what its records say, is where the status says",
        values: journal(),
        runs: 150,
        broken: (records) => {
          for (const { execution, key, state } of Status.fromJournal(records).executions()) {
            const events = records
              .filter((record) => "execution" in record && record.execution === execution)
              .flatMap((record) => eventOf(record) ?? []);
            const actors = [createActor(moduleMachine).start(), createActor(leafLogic).start()] as const;
            for (const event of events) for (const actor of actors) actor.send(event);
            for (const actor of actors)
              if (actor.getSnapshot().value !== state)
                return `${key} is ${state}, and its machine is ${actor.getSnapshot().value}`;
          }
          return undefined;
        },
        sizeOf: (records) => counted(records.length, "record"),
      },
      seed,
    ),
};
