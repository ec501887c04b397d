/**
 * A process that begins the reference run, and kills itself as `kill -9` would: when it is told of its Nth record, or
 * right before the Nth statement that could write to a file, from the first of opening the store to its closing.
 */
import { appendFileSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";

import { interruptedIn, referenceExecutor } from "./reference-run.ts";

const [path = "", calls = "", concurrency = "1", moment = "never", at = "0"] = process.argv.slice(2);

const die = (): void => {
  process.kill(process.pid, "SIGKILL");
};

let statements = 0;
const counted = (act: (...args: unknown[]) => unknown) =>
  function counting(this: unknown, ...args: unknown[]): unknown {
    statements++;
    if (moment === "statement" && statements === Number(at)) die();
    return Reflect.apply(act, this, args);
  };
for (const owner of [DatabaseSync.prototype, StatementSync.prototype])
  for (const name of ["exec", "run", "close"] as const)
    if (name in owner) Object.assign(owner, { [name]: counted(Reflect.get(owner, name) as () => unknown) });

const executor = referenceExecutor({ path, calls, concurrency: Number(concurrency), runId: "left" });
executor.observe(({ seq }) => {
  appendFileSync(`${calls}.told`, `${seq}\n`);
  if (moment === "record" && seq === Number(at)) die();
});
await executor.run();
process.stdout.write(
  JSON.stringify({ records: executor.status.seq, statements, interrupted: interruptedIn(executor).length }),
);
