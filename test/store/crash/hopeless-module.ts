/** A process with a run whose second module takes the whole process with it, or never lets go of it. */
import { defineWorkflow, Executor } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const [path = "", how = "loop"] = process.argv.slice(2);

const end = (): number => {
  process.stdout.write("begun\n");
  if (how === "exit") process.exit(3);
  const heap: unknown[] = [];
  for (;;) if (how === "heap") heap.push(Array.from({ length: 100_000 }, (_, n) => ({ n })));
};

const workflow = defineWorkflow("hopeless")
  .module("Loader", { run: () => [1, 2] })
  .module("Counter", {
    run: () => {
      if (how !== "throw") return end();
      process.stdout.write("begun\n");
      // Outside of every promise the run waits for.
      setTimeout(() => {
        throw new Error("nobody's");
      });
      return new Promise<number>(() => undefined);
    },
  });
const config = { Loader: { two: {} }, Counter: { rows: {} } };
await new Executor({ workflow, config, store: sqliteStore(path), runId: "r1" }).run();
