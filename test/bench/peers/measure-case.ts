/**
 * One case in a process of its own: `node measure-case.ts <adapter> <case>`. Tells its parent what a step cost.
 *
 * Both sides are warmed up: without that an actor of XState came out at 151 µs a step, with it at 17. CPU time is that
 * of this thread: the threads that compile and collect garbage took half as much again on a busy machine, and a
 * tenth on an idle one.
 */
import type { Adapter, OpenPeer } from "./adapter.ts";
import { CannotRun } from "./adapter.ts";
import type { CaseMessage } from "./figures.ts";
import { runFloor } from "./floor.ts";
import { spread } from "./spread.ts";
import { callsSince, modulesPerPath } from "./work.ts";

const [adapterName = "", caseName = ""] = process.argv.slice(2);
const floorPaths = 15_000;
/** As many steps at once as the floor at most, so that both keep records of the same number. */
const maxPaths = floorPaths;
/** Of CPU time: on a busy machine the clock runs on while nothing is compiled. What waits for a disk ends by the clock. */
const warmUpMs = { cpu: 3_000, wall: 12_000 };
const measuredMs = { cpu: 800, wall: 5_000 };

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

const cost = async (paths: number, run: (paths: number) => Promise<unknown>): Promise<Cost> => {
  globalThis.gc?.();
  callsSince();
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  await run(paths);
  const wall = performance.now() - start;
  const { user, system } = process.threadCpuUsage(cpu);
  const calls = callsSince();
  const steps = paths * modulesPerPath;
  if (calls !== steps) throw new Error(`${calls} modules ran in ${paths} paths; ${steps} should have`);
  return { cpu: (user + system) / steps, wall: (wall * 1000) / steps };
};

/** As many paths as take about as long as is measured. */
const fittingPaths = ({ cpu, wall }: Cost): number => {
  const steps = Math.min((measuredMs.cpu * 1000) / cpu, (measuredMs.wall * 1000) / wall);
  return Math.max(1, Math.min(maxPaths, Math.round(steps / modulesPerPath)));
};

/** Runs ever more paths until the code is compiled; how many are to be measured. */
const warmUp = async (peer: OpenPeer): Promise<number> => {
  const spent = { cpu: 0, wall: 0 };
  for (let paths = 1; ;) {
    const once = await cost(paths, peer.run);
    await peer.check?.(paths);
    spent.cpu += (once.cpu * paths * modulesPerPath) / 1000;
    spent.wall += (once.wall * paths * modulesPerPath) / 1000;
    const fitting = fittingPaths(once);
    if (spent.cpu >= warmUpMs.cpu || spent.wall >= warmUpMs.wall) return fitting;
    paths = Math.min(paths * 2, fitting);
  }
};

const floors = async (): Promise<readonly Cost[]> => {
  const costs: Cost[] = [];
  for (let n = 0; n < 4; n++) costs.push(await cost(floorPaths, runFloor));
  return costs;
};

const measure = async (): Promise<CaseMessage> => {
  const { cases } = (await import(`./adapters/${adapterName}.ts`)) as Adapter;
  const open = cases[caseName];
  if (open === undefined) throw new Error(`adapters/${adapterName}.ts has no case "${caseName}"`);
  for (let n = 0; n < 3; n++) await floors();
  const peer = await open();
  try {
    const paths = await warmUp(peer);
    // Before and after: the machine may get busier in between.
    const before = await floors();
    const { cpu, wall } = await cost(paths, peer.run);
    await peer.check?.(paths);
    const around = [...before, ...(await floors())];
    const floorCpu = spread(around.map((floor) => floor.cpu)).median;
    const floorWall = spread(around.map((floor) => floor.wall)).median;
    return { _tag: "Measured", measured: { cpu, wall, floorCpu, floorWall, steps: paths * modulesPerPath } };
  } finally {
    await peer.close?.();
  }
};

const told = async (): Promise<CaseMessage> => {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof CannotRun) return { _tag: "NotRun", reason: error.message };
    throw error;
  }
};

const message = await told();
// Peers leave timers and sockets behind; what is told has arrived once the parent lets go.
process.once("disconnect", () => process.exit());
process.send?.(message);
