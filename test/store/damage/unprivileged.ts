/** What a user may do who has only reading rights; root gives up being root first, since no permission holds it back. */
import { chmodSync } from "node:fs";
import { join } from "node:path";

import * as Effect from "effect/Effect";

import { StoreError, type StoreService } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import type { OpenOptions } from "../../../src/store/sqlite/open-database.ts";

const [path = "", left = ""] = process.argv.slice(2);

const onlyRead = (file: string): void => {
  for (const end of ["", "-wal"])
    try {
      chmodSync(`${file}${end}`, 0o444);
    } catch {
      // It has no log.
    }
  chmodSync(join(file, ".."), 0o555);
  // The folder of the tests belongs to whoever made it.
  if (process.getuid?.() === 0) chmodSync(join(file, "../.."), 0o755);
};
onlyRead(path);
onlyRead(left);
if (process.getuid?.() === 0) process.setuid?.(65_534);

const open = <Value>(
  file: string,
  options: OpenOptions,
  ask: (store: StoreService) => Effect.Effect<Value, StoreError>,
): Promise<Value | string> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(sqliteStore(file, options), ask))).catch((thrown: unknown) =>
    thrown instanceof StoreError ? thrown.reason : String(thrown),
  );

const toRead = { readOnly: true };
const runs = ({ runs: all }: StoreService) =>
  Effect.map(all, (found) => found.map(({ runId, state }) => `${runId} ${state}`));
type Id = Parameters<StoreService["records"]>[0];

const answers = {
  written: await open(path, {}, runs),
  new: await open(join(path, "../new/runs.db"), {}, runs),
  runs: await open(path, toRead, runs),
  records: await open(path, toRead, (store) => Effect.map(store.records("r1" as Id), ({ length }) => length > 3)),
  problems: await Effect.runPromise(verifyRun(path, "r1")).then(({ problems }) => problems),
  withLog: await open(left, toRead, runs),
  unreadable: await open(join(path, "../no/runs.db"), toRead, runs),
};
process.stdout.write(JSON.stringify(answers));
