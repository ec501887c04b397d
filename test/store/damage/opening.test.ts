/** What is at the path of a store is opened, or refused with the reason before any module runs; it is never changed then. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { afterAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import type { OpenOptions } from "../../../src/store/sqlite/open-database.ts";

const folder = mkdtempSync(join(tmpdir(), "opening-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newPath = (): string => join(folder, `${files++}`, "runs.db");
const inNewFolder = (): string => {
  const path = newPath();
  mkdirSync(join(path, ".."));
  return path;
};

let called = 0;
const run = (path: string, options?: OpenOptions) =>
  new Executor({
    workflow: defineWorkflow("kept").module("Loader", { run: () => ++called }),
    config: { Loader: { one: {} } },
    store: sqliteStore(path, options),
    runId: "r1",
  }).run();

const opened = (path: string, options?: OpenOptions): Promise<number> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path, options), (store) => Effect.map(store.runs, ({ length }) => length)),
    ),
  );

const sql = (path: string, text: string): void => {
  const database = new DatabaseSync(path);
  database.exec(text);
  database.close();
};

/** Makes what is not a store of this version, and gives its path. */
const others: readonly (readonly [string, string, () => string])[] = [
  [
    "text",
    "not-a-store",
    () => {
      const path = inNewFolder();
      writeFileSync(path, "This is a text, and longer than the header that a SQLite file has. ".repeat(20));
      return path;
    },
  ],
  [
    "random bytes",
    "not-a-store",
    () => {
      const path = inNewFolder();
      writeFileSync(
        path,
        Uint8Array.from({ length: 9000 }, (_, n) => (n * 7919) % 251),
      );
      return path;
    },
  ],
  [
    "the SQLite file of another program",
    "not-a-store",
    () => {
      const path = inNewFolder();
      sql(path, "CREATE TABLE runs (name TEXT); INSERT INTO runs VALUES ('theirs')");
      return path;
    },
  ],
  [
    "a store of a later version",
    "newer",
    () => {
      const path = inNewFolder();
      copyFileSync(join(import.meta.dirname, "../golden/v1.db"), path);
      sql(path, "PRAGMA user_version = 99");
      return path;
    },
  ],
  ["a folder", "not-a-store", () => join(inNewFolder(), "..")],
  [
    "a path through a file",
    "missing",
    () => {
      const path = inNewFolder();
      writeFileSync(path, "");
      return join(path, "runs.db");
    },
  ],
  [
    "a store whose tables are gone",
    "damaged",
    () => {
      const path = inNewFolder();
      copyFileSync(join(import.meta.dirname, "../golden/v1.db"), path);
      sql(path, "DROP TABLE blobs");
      return path;
    },
  ],
];

const bytesOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, "latin1") : "no file";

describe.each(others)("%s", (_, reason, make) => {
  test(`is refused as ${reason} before any module runs, and left as it was`, async () => {
    const path = make();
    const bytes = bytesOf(path);
    const before = called;
    const refused = { _tag: "StoreError", reason };
    await expect(run(path)).rejects.toMatchObject(refused);
    expect(called).toBe(before);
    expect(bytesOf(path)).toBe(bytes);
  });

  test("is refused when it is only read", async () => {
    const path = make();
    const refused = { _tag: "StoreError" };
    await expect(opened(path, { readOnly: true })).rejects.toMatchObject(refused);
    await expect(Effect.runPromise(verifyRun(path, "r1"))).rejects.toMatchObject(refused);
  });
});

describe("an empty file", () => {
  test("becomes a store when it is opened to write: so ends a process that died while it made one", async () => {
    const path = inNewFolder();
    writeFileSync(path, "");
    expect((await run(path)).state).toBe("Completed");
  });

  test("is no store when it is only read, and stays empty", async () => {
    const path = inNewFolder();
    writeFileSync(path, "");
    await expect(opened(path, { readOnly: true })).rejects.toMatchObject({ reason: "not-a-store" });
    expect(readFileSync(path)).toHaveLength(0);
  });
});

test.skipIf(!existsSync("/proc/self"))(
  "a store in a folder that nobody can make is refused, and not waited for",
  async () => {
    await expect(opened("/proc/none/here/runs.db")).rejects.toMatchObject({ reason: "missing" });
  },
);

describe("a missing file", () => {
  test("is made with its folders, for this user alone, whatever the umask", async () => {
    const path = join(newPath(), "..", "deep", "runs.db");
    const umask = process.umask(0);
    try {
      await opened(path);
      const beside = Effect.gen(function* () {
        const store = yield* sqliteStore(path);
        yield* store.own("r1" as Parameters<typeof store.own>[0]);
        return readdirSync(join(path, ".."), { recursive: true, encoding: "utf8" }).map((name) => {
          const mode = statSync(join(path, "..", name)).mode & 0o777;
          return `${name.replace(/[0-9a-f]{32}/u, "HASH")} ${mode.toString(8)}`;
        });
      });
      const modes = await Effect.runPromise(Effect.scoped(beside));
      expect(modes.filter((line) => !line.includes(".locks/")).toSorted()).toEqual([
        "runs.db 600",
        "runs.db-shm 600",
        "runs.db-wal 600",
        "runs.db.locks 700",
      ]);
      expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(umask);
    }
  });

  test("is not made by reading", async () => {
    const path = newPath();
    await expect(opened(path, { readOnly: true })).rejects.toMatchObject({ reason: "missing" });
    await expect(Effect.runPromise(verifyRun(path, "r1"))).rejects.toMatchObject({ reason: "missing" });
    expect(existsSync(join(path, ".."))).toBe(false);
  });
});

test("a store behind a link is the store", async () => {
  const [path, link] = [inNewFolder(), inNewFolder()];
  await run(path);
  symlinkSync(path, link);
  expect(await opened(link)).toBe(1);
});

test("a store opened to read cannot be written, and says so", async () => {
  const path = newPath();
  await run(path);
  const before = called;
  const other = new Executor({
    workflow: defineWorkflow("kept").module("Loader", { run: () => ++called }),
    config: { Loader: { one: {} } },
    store: sqliteStore(path, { readOnly: true }),
    runId: "r2",
  });
  await expect(other.run()).rejects.toMatchObject({ _tag: "StoreError", reason: "read-only" });
  expect(called).toBe(before);
});

test("a user who may not write is told so, and reads what can be read", async () => {
  const path = inNewFolder();
  await run(path);
  const left = join(folder, "left");
  mkdirSync(left);
  // As a process that was killed leaves it: with a log beside the file.
  const leave = Effect.flatMap(sqliteStore(path), (store) =>
    Effect.andThen(
      store.own("r2" as Parameters<typeof store.own>[0]),
      Effect.sync(() => {
        sql(path, "UPDATE runs SET owner = 'another'");
        for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, join(left, `runs.db${end}`));
      }),
    ),
  );
  await Effect.runPromise(Effect.scoped(leave));
  const program = join(import.meta.dirname, "unprivileged.ts");
  const stdout = execFileSync(process.execPath, [program, path, join(left, "runs.db")], { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual({
    written: "read-only",
    new: "read-only",
    runs: ["r1 Completed"],
    records: true,
    problems: [],
    withLog: "read-only",
    unreadable: "missing",
  });
});
