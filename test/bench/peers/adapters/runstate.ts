/** runstate with all it records: both snapshots, changes, timing and results. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  defineWorkflow,
  describeSchema,
  Executor,
  type ModuleType,
  type Status,
  type Workflow,
} from "../../../../src/index.ts";
import { sqliteStore, type SqliteStoreOptions } from "../../../../src/store/sqlite/index.ts";
import type { Adapter, OpenPeer } from "../adapter.ts";
import { moduleName, modulesPerPath, places, work } from "../work.ts";

type AnyWorkflow = Workflow<readonly ModuleType[], never>;

/** Each module puts out another schema than the one before, so that every step has changes. */
const schemas = places.map((place) => describeSchema([{ [`column${place}`]: place }]));

const workflow: AnyWorkflow = places.reduce(
  (built, place) =>
    built.module(moduleName(place), {
      run: () => ({ data: work(place), schema: schemas[place] }),
    }) as unknown as AnyWorkflow,
  defineWorkflow("bench") as unknown as AnyWorkflow,
);

/** Every path with modules of its own: as many experiments of the first, one of each other. */
const configOf = (paths: number) =>
  places.map((place) => {
    const count = place === 0 ? paths : 1;
    return [moduleName(place), Array.from({ length: count }, (_, n) => [`experiment${n}`, {}] as const)] as const;
  });

type Store = ReturnType<typeof sqliteStore>;

const runPaths = async (paths: number, store: Store | undefined): Promise<Status> => {
  const executor = new Executor({ workflow, config: configOf(paths), ...(store !== undefined && { store }) });
  await executor.run();
  return executor.status;
};

const check = (status: Status | undefined, paths: number): void => {
  const steps = paths * modulesPerPath;
  const summary = status?.getStatusSummary();
  if (!status?.isCompleted() || summary?.totalSnapshots !== 2 * steps || summary.totalTimings !== steps)
    throw new Error(`${summary?.totalSnapshots} snapshots, ${summary?.totalTimings} timings of ${steps} steps`);
  if (summary.totalChanges < steps) throw new Error(`${summary.totalChanges} changes of ${steps} steps`);
};

/** All paths as one run, which is how runstate is meant to be used. */
const oneRun = (newStore: () => Store | undefined): OpenPeer => {
  let status: Status | undefined;
  return {
    run: async (paths) => {
      status = undefined;
      status = await runPaths(paths, newStore());
    },
    check: (paths) => check(status, paths),
  };
};

/** A run of its own for each path, as the peers have it; all of them kept, in one store. */
const runPerPath = (newStore: () => Store | undefined): OpenPeer => {
  let kept: Status[] = [];
  return {
    run: async (paths) => {
      kept = [];
      const store = newStore();
      for (let path = 0; path < paths; path++) kept.push(await runPaths(1, store));
    },
    check: (paths) => {
      if (kept.length !== paths) throw new Error(`${kept.length} runs kept of ${paths}`);
      check(kept.at(-1), 1);
    },
  };
};

/** A new file for each measured run, and the one before gone. */
const inFiles = (open: (newStore: () => Store | undefined) => OpenPeer, options: SqliteStoreOptions = {}): OpenPeer => {
  const folder = mkdtempSync(join(tmpdir(), "runstate-peers-"));
  let files = 0;
  const newStore = (): Store => sqliteStore(join(folder, `${files++}.db`), options);
  return { ...open(newStore), close: () => rmSync(folder, { recursive: true }) };
};

const unkept = (): undefined => undefined;

export const cases: Adapter["cases"] = {
  memory: () => oneRun(unkept),
  "memory-run-per-path": () => runPerPath(unkept),
  sqlite: () => inFiles(oneRun),
  "sqlite-run-per-path": () => inFiles(runPerPath),
  "sqlite-full": () => inFiles(oneRun, { durability: "full" }),
};
