import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { afterAll, describe, expect, it, test } from "vitest";

import { decodeValue, defineWorkflow, encodeValue, Executor } from "../../../src/index.ts";
import type { RunId } from "../../../src/journal/record.ts";
import { type SqliteStoreOptions, sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { blobFilesOf, rowsOf } from "./store-files.ts";

const folder = mkdtempSync(join(tmpdir(), "large-values-"));
let stores = 0;
const newPath = (): string => join(folder, `${++stores}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

/** A run of one execution for each value, each of which returns it. */
const keep = async (path: string, runId: string, values: readonly unknown[], options?: SqliteStoreOptions) => {
  const workflow = defineWorkflow("large").module("Loader", {
    run: ({ params }) => ({ value: values[Number(params["at"])] }),
  });
  const experiments = values.map((_, at) => [`v${at}`, { at }] as const);
  const config = { Loader: Object.fromEntries(experiments) };
  const executor = new Executor({ workflow, config, store: sqliteStore(path, options), runId });
  const { state } = await executor.run();
  return { state, status: executor.status };
};

/** The kept results of a run, read anew from the store. */
const readBack = (path: string, runId: string, count: number): Promise<readonly unknown[]> =>
  Effect.gen(function* () {
    const { get } = yield* (yield* sqliteStore(path, { readOnly: true })).results(runId as RunId);
    return Array.from({ length: count }, (_, execution) => get(execution)?.data);
  }).pipe(Effect.scoped, Effect.runPromise);

const problems = async (path: string, runId: string) => (await Effect.runPromise(verifyRun(path, runId))).problems;

describe("a value that is too large for a row", () => {
  const big = new Uint8Array(64 * 1_024 * 1_024).fill(7);

  it("is kept in a file, by default from 1 MiB on, and read back from it", async () => {
    const path = newPath();
    const values = [big, "small", "x".repeat(1_024 * 1_024)];
    await keep(path, "r", values);
    expect(blobFilesOf(path).map((file) => statSync(file).size)).toHaveLength(2);
    expect(statSync(path).size).toBeLessThan(200_000);
    const back = await readBack(path, "r", 3);
    expect(Buffer.compare((back[0] as { value: Uint8Array }).value, big)).toBe(0);
    expect(back.slice(1)).toEqual([{ value: values[1] }, { value: values[2] }]);
    expect(await problems(path, "r")).toEqual([]);
  });

  it.each(["process", "full"] as const)("is only its owner's to read (durability %s)", async (durability) => {
    const path = newPath();
    await keep(path, "r", ["a".repeat(100)], { blobFileBytes: 50, durability });
    const [file = ""] = blobFilesOf(path);
    expect(file).toMatch(/\.db\.blobs\/([\da-f]{2})\/\1[\da-f]{62}$/u);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const above of [join(file, ".."), join(file, "../..")]) expect(statSync(above).mode & 0o777).toBe(0o700);
  });

  it("is kept once, whoever returns it, however large a row may be", async () => {
    const path = newPath();
    await keep(path, "r1", ["a".repeat(100), "a".repeat(100), "b".repeat(100)], { blobFileBytes: 50 });
    const before = blobFilesOf(path).map((file) => statSync(file).ino);
    await keep(path, "r2", ["a".repeat(100), "c".repeat(100)]);
    await keep(path, "r3", ["b".repeat(100), "c".repeat(100)], { blobFileBytes: 50 });
    expect(blobFilesOf(path).map((file) => statSync(file).ino)).toEqual(before);
    expect(rowsOf(path, "SELECT length(bytes) > 0 AS inRow, file_size > 0 AS inFile FROM blobs ORDER BY 1")).toEqual([
      { inRow: 0, inFile: 1 },
      { inRow: 0, inFile: 1 },
      { inRow: 1, inFile: null },
    ]);
    for (const run of ["r1", "r2", "r3"]) expect(await problems(path, run)).toEqual([]);
  });

  it("is found whichever link the store was opened by", async () => {
    const path = newPath();
    await keep(path, "r", ["a".repeat(100)], { blobFileBytes: 50 });
    const link = newPath();
    execFileSync("ln", ["-s", path, link]);
    await keep(link, "s", ["b".repeat(100)], { blobFileBytes: 50 });
    expect(blobFilesOf(path)).toHaveLength(2);
    expect(await readBack(link, "r", 1)).toEqual([{ value: "a".repeat(100) }]);
  });

  test("any values are read back, wherever the limit of a row is", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.jsonValue({ maxDepth: 2 })), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.integer({ min: 0, max: 60 }),
        async (values, blobFileBytes) => {
          const path = newPath();
          await keep(path, "r", values, { blobFileBytes });
          expect(await readBack(path, "r", values.length)).toEqual(values.map((value) => ({ value })));
          expect(await problems(path, "r")).toEqual([]);
          for (const { file_size: size, bytes } of rowsOf(path, "SELECT file_size, length(bytes) AS bytes FROM blobs"))
            expect(size === null ? Number(bytes) <= blobFileBytes : Number(size) > blobFileBytes).toBe(true);
        },
      ),
      { numRuns: 25 },
    ));
});

test.each([-1, Number.NEGATIVE_INFINITY, Number.NaN])("a limit of %s bytes is refused", (blobFileBytes) => {
  const path = newPath();
  expect(() => sqliteStore(path, { blobFileBytes })).toThrow(
    `sqliteStore: blobFileBytes must be a number from 0, got ${blobFileBytes}`,
  );
  expect(existsSync(path)).toBe(false);
});

test("without a limit no value has a file of its own", async () => {
  const path = newPath();
  await keep(path, "r", ["a".repeat(2 * 1_024 * 1_024)], { blobFileBytes: Number.POSITIVE_INFINITY });
  expect(blobFilesOf(path)).toEqual([]);
  expect(await problems(path, "r")).toEqual([]);
});

describe("a value's file", () => {
  const damages = [
    [
      "changed",
      (file: string) => writeFileSync(file, "b".repeat(statSync(file).size)),
      /bytes of its file were changed/u,
    ],
    ["cut off", (file: string) => truncateSync(file, 10), /has 10 bytes, and \d+ were written/u],
    ["lost", (file: string) => rmSync(file), /its file \S+ is missing/u],
  ] as const;

  it.each(damages)("that was %s is found by verifying and by reading", async (_, damage, reason) => {
    const path = newPath();
    await keep(path, "r", ["a".repeat(100)], { blobFileBytes: 50 });
    damage(blobFilesOf(path)[0] ?? "");
    expect(await problems(path, "r")).toEqual([{ seq: expect.any(Number), reason: expect.stringMatching(reason) }]);
    await expect(readBack(path, "r", 1)).rejects.toThrow(reason);
  });

  it.each(damages)("that was %s is made good when its value is returned again", async (_, damage) => {
    const path = newPath();
    await keep(path, "r1", ["a".repeat(100)], { blobFileBytes: 50 });
    damage(blobFilesOf(path)[0] ?? "");
    await keep(path, "r2", ["a".repeat(100)], { blobFileBytes: 50 });
    for (const run of ["r1", "r2"]) expect(await problems(path, run)).toEqual([]);
    expect(blobFilesOf(path)).toHaveLength(1);
  });

  it("is never one that a damaged row leads to", async () => {
    const path = newPath();
    await keep(path, "r", ["a".repeat(100)], { blobFileBytes: 50 });
    writeFileSync(join(folder, "secret"), "s");
    const database = new DatabaseSync(path);
    database.exec("UPDATE blobs SET hash = CAST('../../secret' AS BLOB), file_size = 1");
    database.close();
    await expect(readBack(path, "r", 1)).rejects.toThrow("is no hash");
  });
});

describe("a store that has no room for a large value", () => {
  it("stops the run, which goes on when there is room", async () => {
    const path = newPath();
    const program = `
      import { defineWorkflow, Executor } from ${JSON.stringify(join(import.meta.dirname, "../../../src/index.ts"))};
      import { sqliteStore } from ${JSON.stringify(join(import.meta.dirname, "../../../src/store/sqlite/index.ts"))};
      const workflow = defineWorkflow("large").module("Loader", { run: ({ params }) => new Uint8Array(params.size) });
      const config = { Loader: { small: { size: 10 }, large: { size: 4_000_000 } } };
      const [, path, way] = process.argv;
      const executor = new Executor({ workflow, config, store: sqliteStore(path), ...(way === "run" && { runId: "r" }) });
      const ran = way === "run" ? executor.run() : executor.resume("r");
      console.log(await ran.then(({ state }) => state, ({ _tag, reason }) => _tag + " " + reason));`;
    const live = (way: string, limit: string): string =>
      execFileSync("bash", ["-c", `ulimit -f ${limit}; exec "$@"`, "-", process.execPath, "-e", program, path, way], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    expect(live("run", "2000")).toBe("StoreError full\n");
    expect(blobFilesOf(path)).toEqual([]);
    expect(await problems(path, "r")).toEqual([]);
    expect(live("resume", "unlimited")).toBe("Completed\n");
    expect(blobFilesOf(path)).toHaveLength(1);
    expect(await problems(path, "r")).toEqual([]);
  });
});

describe("a value that is too large for the text it would be stored as", () => {
  it("is not storable, says why, and its run goes on", async () => {
    const path = newPath();
    // One text many times: 576 MB when written, which no string of JavaScript holds.
    const value = Array.from<string>({ length: 1_100 }).fill("x".repeat(512 * 1_024));
    const { state, status } = await keep(path, "r", [value, "small"]);
    expect(state).toBe("Completed");
    const results = status.records.flatMap((record) => (record.type === "module.completed" ? [record.result] : []));
    expect(results).toEqual([
      expect.stringMatching(/^not storable: \$ cannot be written \(.*Invalid string length\)/u),
      expect.stringMatching(/^sha256:/u),
    ]);
    expect(await readBack(path, "r", 2)).toEqual([undefined, { value: "small" }]);
    expect(await problems(path, "r")).toEqual([]);
  });
});

test("a store that is copied while it is open, first the file and then the values, is whole", async () => {
  const [path, copy] = [newPath(), newPath()];
  await keep(path, "r1", ["a".repeat(100), "b"], { blobFileBytes: 50 });
  const open = new DatabaseSync(path);
  open.exec(`VACUUM INTO '${copy}'`);
  await keep(path, "r2", ["c".repeat(100)], { blobFileBytes: 50 });
  cpSync(`${path}.blobs`, `${copy}.blobs`, { recursive: true });
  open.close();
  expect(await problems(copy, "r1")).toEqual([]);
  expect(await readBack(copy, "r1", 2)).toEqual([{ value: "a".repeat(100) }, { value: "b" }]);
  await keep(copy, "r2", ["c".repeat(100)], { blobFileBytes: 50 });
  expect(await problems(copy, "r2")).toEqual([]);
});

test("a store's file of a value is its bytes as encodeValue gives them", async () => {
  const path = newPath();
  await keep(path, "r", [new Map([["k", 1n]])], { blobFileBytes: 0 });
  const bytes = readFileSync(blobFilesOf(path)[0] ?? "");
  const encoded = encodeValue({ value: new Map([["k", 1n]]) });
  expect(Buffer.compare(bytes, encoded.bytes)).toBe(0);
  expect(decodeValue({ codec: "tagged", bytes })).toEqual({ value: new Map([["k", 1n]]) });
});
