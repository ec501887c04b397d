/**
 * What another inspector that listens costs a run: nobody told, told by `statelyInspect`, told by Stately's own
 * inspector. Ratios of CPU time of this thread, taken within a round, over runs with `actors: "machine"`; the server is
 * a process of its own.
 *
 * Exits with 1 when ours costs no less than theirs.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { createWebSocketInspector } from "@statelyai/inspect";
import type { InspectionEvent } from "xstate";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { statelyInspect } from "../../src/inspector/index.ts";

const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 6;
const paths = 500;

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
  nobody: () => undefined,
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

const order = ["nobody", "ours", "theirs"] as const;
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

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
for (const who of ["ours", "theirs"] as const)
  console.log(
    `told to Stately's server, by ${who === "ours" ? "statelyInspect" : "its own inspector"}: ` +
      `${median(ratios[who]).toFixed(2)} × a run nobody is told of ` +
      `(${Math.min(...ratios[who]).toFixed(2)} – ${Math.max(...ratios[who]).toFixed(2)}), ${paths * 4} executions, ${rounds} rounds`,
  );
console.log(`a run nobody is told of: ${median(floors).toFixed(0)} µs an execution`);
if (!(median(ratios.ours) < median(ratios.theirs))) process.exitCode = 1;
