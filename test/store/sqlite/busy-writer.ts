/** A process that carries out one run after the other in a store. */
import { defineWorkflow, Executor } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const [path = "", name = "", runs = "0"] = process.argv.slice(2);

// The same results in every run, small ones and such as have a file: what one run lets go of another refers to.
const workflow = defineWorkflow("busy")
  .module("Loader", { run: ({ params }) => "x".repeat(Number(params["n"])) })
  .module("Counter", { run: async ({ input }) => Promise.resolve(input.data.length) });
const config = {
  Loader: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`n${n}`, { n: n * 20 }])),
  Counter: { one: {}, two: {} },
};

for (let n = 0; n < Number(runs); n++) {
  const store = sqliteStore(path, { blobFileBytes: 100 });
  const { state } = await new Executor({ workflow, config, store, runId: `${name}-${n}`, concurrency: 3 }).run();
  if (state !== "Completed") throw new Error(`${name}-${n} is ${state}`);
}
