import { createMachine } from "xstate";

import { defineWorkflow, Executor, memoryStore } from "../../../src/index.ts";

const fetched = globalThis as { fetched?: string[] };

/** The files that a run asks for; what they share comes in files of any name. */
const parts = new Set(["carrying", "keep-run"]);

/** What was fetched while `work` was done, and what it gave. */
const during = async (work: () => unknown): Promise<readonly unknown[]> => {
  fetched.fetched = [];
  const gave = await work();
  return [gave, ...fetched.fetched.filter((name) => parts.has(name))];
};

const workflow = defineWorkflow("page").module("Loader", { run: () => [{ n: 1 }] });
const config = { Loader: { one: {} } };

let calls = 0;
const reused = defineWorkflow("reused").module("Counter", { reuse: true, run: () => ++calls });
const store = memoryStore();
const count = async (): Promise<unknown> => {
  const executor = new Executor({ workflow: reused, config: { Counter: { one: {} } }, store });
  await executor.run();
  return executor.getResult("Counter[one]").data;
};

const runHidden = async (): Promise<boolean> => {
  const teller = defineWorkflow("teller").module("Teller", {
    run: ({ params, annotate }) => annotate({ told: `the token is ${String(params["token"])}` }),
  });
  const executor = new Executor({ workflow: teller, config: { Teller: { one: { token: "hunter22" } } } });
  await executor.run();
  const told = JSON.stringify(executor.status.records);
  return told.includes("the token is [secret]") && !told.includes("hunter22");
};

/** Before its code is there: it is heard all the same. */
const cancelAtOnce = async (): Promise<string> => {
  const executor = new Executor({ workflow, config });
  const ending = executor.run();
  executor.cancel();
  return (await ending).state;
};

const runSeen = async (): Promise<boolean> => {
  const seen = new Set<string>();
  const inspect = ({ type }: { readonly type: string }): void => void seen.add(type);
  await new Executor({ workflow, config, inspect }).run();
  return seen.has("@xstate.snapshot");
};

console.log(
  JSON.stringify({
    defined: await during(() => new Executor({ workflow, config }).plan.size.executions),
    refused: await during(() => {
      try {
        return new Executor({ workflow, config: { Loader: {} } as never });
      } catch (thrown) {
        return (thrown as Error).name;
      }
    }),
    cancelled: await during(cancelAtOnce),
    ran: await during(async () => (await new Executor({ workflow, config }).run()).state),
    again: await during(async () => (await new Executor({ workflow, config }).run()).state),
    kept: await during(count),
    reused: await during(count),
    hidden: await during(runHidden),
    seen: await during(runSeen),
    machine: await during(() => createMachine({ invoke: { src: new Executor({ workflow, config }).machine } }).id),
  }),
);
