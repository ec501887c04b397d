/**
 * What worker threads are good for: modules that only compute, in two threads at once and in the main thread, by the
 * clock on the wall. What the machine can give is measured in the same round: the same work in two bare processes side
 * by side and in one.
 *
 * A machine that others use gives a second core at times only, so every round is printed, and processor time beside: two
 * free cores take half of it. Exits with 1 when no round reaches 1.8 times by the wall, unless both 1.8 times by
 * processor time and 0.9 of what two processes reached are there.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { workers } from "../../src/engine/index.ts";
import type * as compute from "./compute.ts";
import { defineWorkflow, type Engine, Executor, fromFile } from "../../src/index.ts";

const jobs = 12;
const steps = Number(process.argv[process.argv.indexOf("--steps") + 1]) || 300_000_000;
const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 6;
const file = new URL("compute.ts", import.meta.url);

/** By the wall, and of all threads of this process. */
const seconds = async (work: () => Promise<unknown>): Promise<{ readonly wall: number; readonly cpu: number }> => {
  const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall: (performance.now() - before) / 1000, cpu: (user + system) / 1e6 };
};

const run = async (engine: Engine | undefined): Promise<void> => {
  const workflow = defineWorkflow("bench").module("Compute", { run: fromFile<typeof compute>(file) });
  const config = { Compute: { job: { steps, repeat: jobs } } };
  const executor = new Executor({ workflow, config, concurrency: 2, ...(engine && { engine }) });
  await executor.run();
  if (!executor.isExecutionCompleted()) throw new Error("a module of the bench has failed");
};

const bareProcess = (share: number): Promise<void> =>
  new Promise((resolve, reject) => {
    spawn(process.execPath, [fileURLToPath(file), String(share), String(steps)], { stdio: "inherit" })
      .on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a bare process ended with ${code}`))))
      .on("error", reject);
  });

const measured: { readonly gain: number; readonly byCpu: number; readonly reachable: number }[] = [];
console.log(`${jobs} modules of ${steps / 1e6} million steps`);
for (let round = 0; round < rounds; round++) {
  const inMain = await seconds(() => run(undefined));
  const inThreads = await seconds(() => run(workers(2)));
  const inTwo = await seconds(() => Promise.all([bareProcess(jobs / 2), bareProcess(jobs / 2)]));
  const inOne = await seconds(() => bareProcess(jobs));
  const gain = inMain.wall / inThreads.wall;
  const byCpu = (2 * inMain.cpu) / inThreads.cpu;
  const reachable = inOne.wall / inTwo.wall;
  measured.push({ gain, byCpu, reachable });
  console.log(
    `  main thread ${inMain.wall.toFixed(2)} s, workers(2) ${inThreads.wall.toFixed(2)} s: ${gain.toFixed(2)} ×` +
      `   one process ${inOne.wall.toFixed(2)} s, two ${inTwo.wall.toFixed(2)} s: ${reachable.toFixed(2)} ×` +
      `   processor time ${inMain.cpu.toFixed(2)} s, ${inThreads.cpu.toFixed(2)} s: ${byCpu.toFixed(2)} ×`,
  );
}

const best = Math.max(...measured.map(({ gain }) => gain));
const bestByCpu = Math.max(...measured.map(({ byCpu }) => byCpu));
const ofReachable = Math.max(...measured.map(({ gain, reachable }) => gain / reachable));
console.log(
  `best ${best.toFixed(2)} × by the wall (budget 1.80 ×), ${bestByCpu.toFixed(2)} × by processor time;` +
    ` ${ofReachable.toFixed(2)} of what two processes reached`,
);
if (best < 1.8 && (bestByCpu < 1.8 || ofReachable < 0.9)) {
  console.error("too slow");
  process.exitCode = 1;
}
