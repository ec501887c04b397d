/**
 * What worker threads are good for: modules that only compute, in two threads at once and in the main thread, by the
 * clock on the wall. What the machine can give is measured in the same round: the same work in two bare processes side
 * by side and in one.
 *
 * A machine that others use gives a second core at times only, and then the wall says nothing: it is asked in rounds in
 * which one thread ran undisturbed and two processes gained what two cores give. Processor time is printed beside: two free
 * cores take half of it. Exits with 1 when the best round is below 1.8 times by processor time, or the best quiet one by
 * the wall.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { workers } from "../../src/engine/index.ts";
import type * as compute from "./compute.ts";
import { defineWorkflow, type Engine, Executor, fromFile } from "../../src/index.ts";

const jobs = 12;
const steps = Number(process.argv[process.argv.indexOf("--steps") + 1]) || 600_000_000;
const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 4;
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

const byWall: number[] = [];
const byProcessor: number[] = [];
console.log(`${jobs} modules of ${steps / 1e6} million steps`);
for (let round = 0; round < rounds; round++) {
  const inMain = await seconds(() => run(undefined));
  const inThreads = await seconds(() => run(workers(2)));
  const inTwo = await seconds(() => Promise.all([bareProcess(jobs / 2), bareProcess(jobs / 2)]));
  const inOne = await seconds(() => bareProcess(jobs));
  const gain = inMain.wall / inThreads.wall;
  const byCpu = (2 * inMain.cpu) / inThreads.cpu;
  const reachable = inOne.wall / inTwo.wall;
  const isQuiet = Math.max(inMain.wall, inOne.wall) < 1.1 * inMain.cpu && reachable > 1.8;
  byProcessor.push(byCpu);
  if (isQuiet) byWall.push(gain);
  console.log(
    `  main thread ${inMain.wall.toFixed(2)} s, workers(2) ${inThreads.wall.toFixed(2)} s: ${gain.toFixed(2)} ×` +
      `   one process ${inOne.wall.toFixed(2)} s, two ${inTwo.wall.toFixed(2)} s: ${reachable.toFixed(2)} ×` +
      `   processor time ${inMain.cpu.toFixed(2)} s, ${inThreads.cpu.toFixed(2)} s: ${byCpu.toFixed(2)} ×` +
      (isQuiet ? "" : "   (disturbed)"),
  );
}

const [wall, processor] = [Math.max(...byWall), Math.max(...byProcessor)];
console.log(
  `best ${processor.toFixed(2)} × by processor time, ` +
    (byWall.length === 0 ? "by the wall no round was quiet" : `${wall.toFixed(2)} × by the wall`) +
    " (budget 1.80 ×)",
);
if (processor < 1.8 || (byWall.length > 0 && wall < 1.8)) {
  console.error("too slow");
  process.exitCode = 1;
}
