/** Several processes on one store file: nothing is lost or mixed up, and nobody is told that it is busy. */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import * as Effect from "effect/Effect";
import { afterAll, expect, test } from "vitest";

import { type StoredRun, StoreLocked } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { bundledProgram } from "../crash/bundled-program.ts";
import { calledAgain, factsOf, referenceExecutor } from "../crash/reference-run.ts";

const folder = mkdtempSync(join(tmpdir(), "many-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = await bundledProgram(join(import.meta.dirname, "one-of-many.ts"), folder);

/** A process that is ready; `go` lets it begin, `went` says how it went. */
interface Process {
  readonly go: () => void;
  readonly went: Promise<Record<string, unknown>>;
}

const start = (...args: readonly (string | number)[]): Promise<Process> =>
  new Promise((ready, reject) => {
    const child = spawn(process.execPath, [program, ...args.map(String)], {
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let stdout = "";
    const went = new Promise<Record<string, unknown>>((resolve) => {
      child.once("close", (code) => {
        resolve(code === 0 ? (JSON.parse(stdout.slice("ready\n".length)) as Record<string, unknown>) : { code });
      });
    });
    child.stdout.on("data", (data) => {
      stdout += String(data);
      if (stdout.startsWith("ready\n")) ready({ go: () => child.stdin.write("go\n"), went });
    });
    child.once("error", reject);
  });

const startAll = (count: number, args: (n: number) => readonly (string | number)[]): Promise<readonly Process[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => start(...args(n))));

const together = async (processes: readonly Process[]): Promise<readonly Record<string, unknown>[]> => {
  for (const { go } of processes) go();
  return Promise.all(processes.map(({ went }) => went));
};

const runsOf = (path: string): Promise<readonly StoredRun[]> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.runs)));

const problemsOf = async (path: string): Promise<readonly unknown[]> => {
  const verified = await Promise.all(
    (await runsOf(path)).map(({ runId }) => Effect.runPromise(verifyRun(path, runId))),
  );
  return verified.flatMap(({ problems }) => problems);
};

const timeout = 120_000;

test("8 processes with a run each, in a store that none of them had made, lose no record", { timeout }, async () => {
  const path = join(folder, "eight.db");
  const went = await together(await startAll(8, (n) => ["run", path, join(folder, `${n}.calls`), `r${n}`]));
  const counts = went.map(({ state, records }) => ({ state, records }));
  expect(went).toEqual(counts.map(({ records }) => ({ state: "Failed", records })));
  const runs = await runsOf(path);
  expect(runs.toSorted((a, b) => a.runId.localeCompare(b.runId)).map(({ records }) => records)).toEqual(
    counts.map(({ records }) => records),
  );
  expect(await problemsOf(path)).toEqual([]);
  console.log(`8 processes: ${counts.reduce((sum, { records }) => sum + Number(records), 0)} records`);
});

test("a run that a process works on is no other's: it is named, and nothing is interleaved", { timeout }, async () => {
  const path = join(folder, "owned.db");
  const calls = join(folder, "owned.calls");
  const owner = await start("run", path, calls, "r1");
  const other = referenceExecutor({ path, calls, concurrency: 1 });
  // Has its code fetched before, or the run of the owner is over by then.
  await expect(other.resume("no run")).rejects.toThrow("no such run");
  owner.go();
  while ((await runsOf(path)).every(({ records }) => records < 5)) await sleep(1);
  const refused = await other.resume("r1").catch((thrown: unknown) => thrown);
  const [during] = await runsOf(path);
  const { records } = await owner.went;
  expect(refused).toBeInstanceOf(StoreLocked);
  expect(refused).toMatchObject({ runId: "r1", owner: expect.stringMatching(/^process \d+ on /u) });
  expect(during).toMatchObject({ state: "InProgress", owned: true });
  expect((await runsOf(path))[0]).toMatchObject({ records, owned: false });
  expect(await problemsOf(path)).toEqual([]);
  expect(calledAgain(calls)).toEqual([]);
});

test("of 8 processes that go on with one run, one does", { timeout }, async () => {
  const path = join(folder, "left.db");
  const calls = join(folder, "left.calls");
  const image = join(folder, "image.db");
  const begun = referenceExecutor({ path, calls, concurrency: 1, runId: "r1" });
  begun.observe(({ seq }) => {
    if (seq !== 20) return;
    for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, `${image}${end}`);
    copyFileSync(calls, join(folder, "image.calls"));
  });
  await begun.run();
  const went = await together(await startAll(8, () => ["resume", image, join(folder, "image.calls"), "r1"]));
  expect(went.filter(({ state }) => state === "Failed")).toHaveLength(1);
  const others = went.filter(({ state }) => state === undefined);
  // Who comes when it is over is told that.
  const isRefused = ({ locked, refused }: Record<string, unknown>): boolean =>
    typeof locked === "string" || String(refused).includes("it is over (Failed)");
  expect(others.filter((one) => !isRefused(one))).toEqual([]);
  expect(others).toHaveLength(7);
  expect(await problemsOf(image)).toEqual([]);
  // At the 20th record one module had been called and not ended.
  expect(calledAgain(join(folder, "image.calls")).length).toBeLessThanOrEqual(1);
  expect(factsOf(begun).outcome).toBe("Failed");
});

test("100 readers beside a writer see it go on, whole at every moment", { timeout }, async () => {
  const path = join(folder, "read.db");
  const writer = await start("run", path, join(folder, "read.calls"), "r2");
  await referenceExecutor({ path, calls: join(folder, "read-before.calls"), concurrency: 1, runId: "r1" }).run();
  // 25 connections in each of four processes.
  const readers = await startAll(4, () => ["read", path, "-", "r2", 25]);
  for (const { go } of readers) go();
  writer.go();
  const { state, records, ...more } = await writer.went;
  writeFileSync(`${path}.over`, "");
  const went = await Promise.all(readers.map((reader) => reader.went));
  expect({ state, more }).toEqual({ state: "Failed", more: {} });
  // Each of them saw the last record in the end.
  expect(went.map(({ seen }) => seen)).toEqual(went.map(() => records));
  expect(await problemsOf(path)).toEqual([]);
  console.log(`100 readers: ${went.reduce((sum, { reads }) => sum + Number(reads), 0)} journals read and folded`);
});

test("8 processes that open the store of an earlier version at once migrate it once", { timeout }, async () => {
  for (let round = 0; round < 3; round++) {
    const path = join(folder, `old-${round}.db`);
    copyFileSync(join(import.meta.dirname, "../golden/v1.db"), path);
    const went = await together(await startAll(8, () => ["open", path]));
    expect(went).toEqual(went.map(() => ({ runs: 3 })));
    expect(await problemsOf(path)).toEqual([]);
  }
});
