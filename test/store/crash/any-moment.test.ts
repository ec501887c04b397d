/** Processes killed at moments nobody chose: a seed did. `FC_SEED=… npx vitest run` waits as long each time. */
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { integer, noBias, sample } from "fast-check";
import { afterAll, expect, test } from "vitest";

import { journalBytes } from "../../../src/store/sqlite/journal-bytes.ts";
import { removeRuns, sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { allRunIds } from "../../../src/store/sqlite/verify-run.ts";
import { bundledProgram } from "./bundled-program.ts";
import { forEachOf, goesOn, wholeFacts } from "./killed-run.ts";

const folder = mkdtempSync(join(tmpdir(), "any-moment-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = await bundledProgram(join(import.meta.dirname, "short-life.ts"), folder);

/** A store of the first released format. */
const old = join(import.meta.dirname, "../golden/v1.db");

/** A kind of life to be cut off, `kills` times. */
interface Life {
  readonly name: string;
  readonly work: "run" | "remove" | "open" | "migrate";
  readonly kills: number;
  readonly concurrency?: number;
  readonly pauseMs?: number;
  readonly ballast?: number;
}

const lives: readonly Life[] = [
  { name: "that runs", work: "run", kills: 30 },
  { name: "that runs three at once", work: "run", kills: 30, concurrency: 3 },
  { name: "that writes large results", work: "run", kills: 30, ballast: 200_000 },
  { name: "that writes results into files", work: "run", kills: 15, ballast: 1_100_000 },
  { name: "whose modules take long", work: "run", kills: 30, pauseMs: 3 },
  { name: "that removes runs", work: "remove", kills: 25, ballast: 100_000 },
  { name: "that makes stores", work: "open", kills: 25 },
  { name: "that migrates stores", work: "migrate", kills: 25 },
];

/** Lives in a folder until it is killed, after a part of the time that it takes the first time. */
const cutOff = ({ work, concurrency = 1, pauseMs = 0, ballast = 0 }: Life, place: string, part: number) =>
  new Promise<string | null>((resolve, reject) => {
    mkdirSync(place);
    const args = [program, place, work, concurrency, pauseMs, ballast, old];
    const child = spawn(process.execPath, args.map(String), {
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", (tookMs) => setTimeout(() => child.kill("SIGKILL"), part * Number(tookMs)));
    child.once("error", reject);
    child.once("exit", (_, signal) => resolve(signal));
  });

const begunIn = (place: string): number => readFileSync(join(place, "begun"), "utf8").trim().split("\n").length;

const names: Readonly<Record<string, string>> = {
  "-": "between two of these",
  w: "inside a write",
  m: "inside a module",
  o: "inside opening a store",
  r: "inside removing runs",
};

test.each(lives)("a process $name goes on whenever it was killed", { timeout: 180_000 }, async (life) => {
  const { name, work, kills, concurrency = 1, pauseMs = 0, ballast = 0 } = life;
  const label = name.replaceAll(" ", "-");
  const reference = { concurrency, pauseMs, ballast };
  const whole = await wholeFacts({
    ...reference,
    path: join(folder, `${label}.db`),
    calls: join(folder, `${label}.calls`),
  });
  const migrated = work === "migrate" ? await journalsOf(copyOfOld()) : [];
  const found = new Map<string, number>();
  const runs = work === "run" || work === "remove";
  const parts = sample(noBias(integer({ min: 0, max: 999 })), kills);
  await forEachOf([...parts.entries()], 3, async ([n, part]) => {
    const place = join(folder, `${label}-${n}`);
    const how = `life ${n}, killed after ${part} thousandths`;
    expect(await cutOff(life, place, part / 1000), `the end of ${how}`).toBe("SIGKILL");
    const stage = names[readFileSync(join(place, "stage"), "utf8")[0] ?? "-"] ?? "";
    found.set(stage, (found.get(stage) ?? 0) + 1);
    const begun = begunIn(place);
    const path = join(place, runs ? "1.db" : `${begun}.db`);
    // The old store is as it was; of the runs, those before the last are as they ended, and the last goes on.
    expect(work === "migrate" ? await journalsOf(path) : [], `the journals of ${how}`).toEqual(migrated);
    if (work !== "migrate") {
      const runId = runs ? `r${begun}` : "left";
      await goesOn({ ...reference, path, calls: join(place, `${begun}.calls`), runId }, whole, how);
    }
    const before = work === "run" ? Array.from({ length: begun - 1 }, (_, run) => `r${run + 1}`) : [];
    expect(await problemsIn(path, before), `the runs of ${how}`).toEqual([]);
    const totals = work === "remove" ? await totalsWhenRemoved(path) : [1, begun - 1];
    expect(totals, `the runs kept and removed of ${how}`).toEqual([1, begun - 1]);
    rmSync(place, { recursive: true });
  });
  const counts = Array.from(found, ([stage, count]) => `${count} ${stage}`).toSorted();
  console.log(`${kills} killed of those ${name} (seed ${process.env["FC_SEED"]}): ${counts.join(", ")}`);
});

test("are 200 and more in all", () => {
  expect(lives.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(200);
});

const problemsIn = async (path: string, runIds: readonly string[]) => {
  const verified = await Promise.all(runIds.map((runId) => Effect.runPromise(verifyRun(path, runId))));
  return verified.flatMap(({ problems }) => problems);
};

/** How many runs are kept, and how many were removed, once what was interrupted is finished. */
const totalsWhenRemoved = async (path: string): Promise<readonly number[]> => {
  const { totals } = await Effect.runPromise(removeRuns(path, { keep: 1 }));
  expect(await problemsIn(path, await Effect.runPromise(allRunIds(path)))).toEqual([]);
  return [totals.kept.runs, totals.removed.runs];
};

const copyOfOld = (): string => {
  const path = join(folder, "old.db");
  copyFileSync(old, path);
  return path;
};

/** The journals of an older store, once it is migrated; every run of it as it was written. */
const journalsOf = (path: string): Promise<readonly string[]> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const runs = yield* Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.runs));
      const journals: string[] = [];
      for (const { runId, executions } of runs.toSorted((a, b) => a.runId.localeCompare(b.runId))) {
        expect((yield* verifyRun(path, runId)).problems).toEqual([]);
        journals.push(JSON.stringify(executions), Buffer.from(yield* journalBytes(path, runId)).toString());
      }
      return journals;
    }),
  );
