/**
 * What another inspector that listens costs: nobody told, told by `statelyInspect`, told by Stately's own inspector.
 *
 * First the words alone, of one actor's life from its start to its end, into nowhere; then whole runs with
 * `actors: "machine"`, where the server is a process of its own. Ratios of CPU time of this thread, taken within a round.
 *
 * Exits with 1 when ours costs no less than theirs, or the words of a life cost more than the life.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { createInspector, createWebSocketInspector } from "@statelyai/inspect";
import { createActor, type InspectionEvent } from "xstate";

import { moduleMachine } from "../../machines/index.ts";
import { defineWorkflow, Executor } from "../../src/index.ts";
import { statelyInspect } from "../../src/inspector/index.ts";
import { StatelyMessages } from "../../src/inspector/stately/stately-messages.ts";

const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 6;
const paths = 500;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const told = (what: string, values: readonly number[], than: string): string =>
  `${what}: ${median(values).toFixed(2)} × ${than} (${Math.min(...values).toFixed(2)} – ${Math.max(...values).toFixed(2)})`;

const names = { ours: "statelyInspect", theirs: "its own inspector" } as const;

const lives = 4000;
let letters = 0;
const nowhere = new StatelyMessages((message) => {
  letters += message.length;
});
// What goes to the socket is written once more by its adapter.
const theirWords = createInspector({
  send: (event) => {
    letters += JSON.stringify(event).length;
  },
});
const speakers: Readonly<Record<"nobody" | "ours" | "theirs", ((event: InspectionEvent) => void) | undefined>> = {
  nobody: undefined,
  ours: nowhere.inspect,
  theirs: (event) => theirWords.inspect.next?.(event),
};

/** Of one life, from the start of a module's actor to its end. */
const lifeOnce = async (who: keyof typeof speakers): Promise<number> => {
  const inspect = speakers[who];
  letters = 0;
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  for (let life = 0; life < lives; life++) {
    const actor = createActor(moduleMachine, inspect && { inspect }).start();
    actor.send({ type: "module.start", at: 0, attempt: 1 });
    actor.send({ type: "module.complete", at: 1, origin: "executed" });
    // Theirs puts off what it says, and would hold all lives at once.
    if (life % 100 === 0) await sleep(0);
  }
  await sleep(100);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / lives;
};

const order = ["nobody", "ours", "theirs"] as const;
const lifeRatios: Record<"ours" | "theirs", number[]> = { ours: [], theirs: [] };
const lifeLetters = { ours: 0, theirs: 0 };
const bare: number[] = [];
for (const who of order) await lifeOnce(who);
for (let round = 0; round < rounds; round++) {
  const took = new Map<keyof typeof speakers, number>();
  for (let place = 0; place < order.length; place++) {
    const who = order[(round + place) % order.length] ?? "nobody";
    took.set(who, await lifeOnce(who));
    if (who !== "nobody") lifeLetters[who] = letters / lives;
  }
  const floor = took.get("nobody") ?? Number.NaN;
  bare.push(floor);
  for (const who of ["ours", "theirs"] as const) lifeRatios[who].push((took.get(who) ?? Number.NaN) / floor);
}
for (const who of ["ours", "theirs"] as const)
  console.log(
    told(`the words of an actor's life, by ${names[who]}`, lifeRatios[who], "a life nobody is told of") +
      `, ${lifeLetters[who].toFixed(0)} letters`,
  );
console.log(`a life nobody is told of: ${median(bare).toFixed(1)} µs`);

const server = spawn(
  process.execPath,
  [
    "--input-type=module",
    "--eval",
    `import { createServer } from "node:net";
     import { createInspectorServer } from "@statelyai/inspect/server";
     const free = createServer().listen(0, () => {
       const { port } = free.address();
       free.close(() => {
         createInspectorServer({ port, autoOpen: false });
         process.send(port);
       });
     });`,
  ],
  { stdio: ["ignore", "ignore", "inherit", "ipc"] },
);
const [port] = (await once(server, "message")) as [number];
const url = `ws://localhost:${port}`;

interface Bridge {
  readonly inspect: (event: InspectionEvent) => void;
  readonly close: () => unknown;
}

const bridges: Readonly<Record<"nobody" | "ours" | "theirs", () => Bridge | undefined>> = {
  // Told to nobody, but with its actors: a run without an inspector has none.
  nobody: () => ({ inspect: () => undefined, close: () => undefined }),
  ours: () => {
    const stately = statelyInspect({ url });
    return { inspect: stately.inspect, close: () => stately.close() };
  },
  theirs: () => {
    const inspector = createWebSocketInspector({ url });
    const { inspect } = inspector;
    return { inspect: (event) => inspect.next?.(event), close: () => inspector.stop() };
  },
};

const workflow = defineWorkflow("bench")
  .module("Loader", { run: () => 0 })
  .module("Cleaner", { run: () => 1 })
  .module("Fitter", { run: () => 2 })
  .module("Reporter", { run: () => 3 });
const config = {
  Loader: Object.fromEntries(Array.from({ length: paths }, (_, place) => [`e${place}`, {}])),
  Cleaner: { one: {} },
  Fitter: { one: {} },
  Reporter: { one: {} },
};

const runOnce = async (who: keyof typeof bridges): Promise<number> => {
  const bridge = bridges[who]();
  // Both connect before the run begins, and theirs goes on after its end: what it put off belongs to it.
  await sleep(200);
  const executor = new Executor({ workflow, config, actors: "machine", ...(bridge && { inspect: bridge.inspect }) });
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  await executor.run();
  await sleep(1000);
  const { user, system } = process.threadCpuUsage(before);
  await bridge?.close();
  return user + system;
};

for (const who of order) await runOnce(who);
const ratios: Record<"ours" | "theirs", number[]> = { ours: [], theirs: [] };
const floors: number[] = [];
for (let round = 0; round < rounds; round++) {
  const took = new Map<keyof typeof bridges, number>();
  // Each is first in turn: whoever comes later meets the heap of the others.
  for (let place = 0; place < order.length; place++) {
    const who = order[(round + place) % order.length] ?? "nobody";
    took.set(who, await runOnce(who));
  }
  const floor = took.get("nobody") ?? Number.NaN;
  floors.push(floor / paths / 4);
  for (const who of ["ours", "theirs"] as const) ratios[who].push((took.get(who) ?? Number.NaN) / floor);
}
server.kill();

for (const who of ["ours", "theirs"] as const)
  console.log(
    told(`told to Stately's server, by ${names[who]}`, ratios[who], "a run nobody is told of") +
      `, ${paths * 4} executions, ${rounds} rounds`,
  );
console.log(`a run nobody is told of: ${median(floors).toFixed(0)} µs an execution`);
if (!(median(ratios.ours) < median(ratios.theirs)) || !(median(lifeRatios.ours) < 2)) process.exitCode = 1;
