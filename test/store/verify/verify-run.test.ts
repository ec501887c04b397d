import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import { beforeEach, describe, expect, it } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { chainHash } from "../../../src/store/sqlite/record-chain.ts";
import type { RunId } from "../../../src/journal/record.ts";
import { checkRecords } from "../../../src/store/sqlite/check-records.ts";
import { rowCheck } from "../../../src/store/sqlite/row-check.ts";
import { storedBatches } from "../../../src/store/sqlite/stored-batches.ts";
import { clockOf } from "../../executor/clock-of.ts";
import { changeStore } from "../sqlite/store-files.ts";
import { sqliteStore, type Verification, verifyRun, type VerifyOptions } from "../../../src/store/sqlite/index.ts";

const workflow = defineWorkflow("kept")
  .module("Loader", { run: () => [{ name: "ä\u{1f426}\ufffd", n: 1 }] })
  .module("Doubler", { run: ({ input, params }) => input.data.map(({ n }) => ({ n: n * Number(params["by"]) })) });
const config = { Loader: { one: {} }, Doubler: { two: { by: 2 }, three: { by: 3 }, four: { by: 4 } } };

let path = "";
const verify = (options?: VerifyOptions): Promise<Verification> => Effect.runPromise(verifyRun(path, "r1", options));
const problems = async (options?: VerifyOptions) => (await verify(options)).problems;

/** Changes the file as another program would. */
const tamper = (change: (database: DatabaseSync) => void): void => {
  const database = new DatabaseSync(path);
  change(database);
  database.close();
};
const sql = (text: string): void => changeStore(path, text);

/** Computes every hash and the run's row anew, so that the run fits together again. */
const rewrite = (database: DatabaseSync): void => {
  let head: Uint8Array = new Uint8Array(32);
  for (const { seq, body } of Array.from(storedBatches(database, 1))) {
    head = chainHash(head, body);
    database.prepare("UPDATE batches SET hash = ? WHERE seq = ?").run(head, seq);
  }
  const { count, updatedAt, state } = checkRecords(() => storedBatches(database, 1), "r1" as RunId, undefined);
  const { NotStarted, Completed, Failed } = state.executions;
  const facts = [count, head, state.state, updatedAt, state.plan.size.executions - NotStarted, Completed, Failed];
  const row = database
    .prepare(
      "UPDATE runs SET records = ?, head = ?, state = ?, updated_at = ?, started = ?, completed = ?, failed = ? RETURNING *",
    )
    .get(...facts);
  database.prepare("UPDATE runs SET row_check = ?").run(rowCheck(row ?? {}));
};

beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), "runstate-verify-")), "runs.db");
  const { runEffect } = new Executor({ workflow, config, store: sqliteStore(path), runId: "r1" });
  // While no time passes the event loop gets no turn: which records are in one transaction is the same each time.
  await Effect.runPromise(
    Effect.provideService(
      runEffect,
      Clock.Clock,
      clockOf(() => 1_000),
    ),
  );
});

describe("verifyRun", () => {
  it("finds nothing wrong with a run as it was written", async () => {
    const { problems: none, records, results, head } = await verify();
    expect(none).toEqual([]);
    expect({ records: records > 10, results, head: head.length }).toEqual({ records: true, results: 4, head: 64 });
    expect(await problems({ anchor: head })).toEqual([]);
  });

  it.each<readonly [string, string, number | null, RegExp]>([
    ["a changed body", "UPDATE batches SET body = flip(body, 200, 1) WHERE seq = 4", 4, /was changed/u],
    ["one flipped bit", "UPDATE batches SET body = flip(body, length(body) - 1, 0) WHERE seq = 7", 7, /was changed/u],
    ["a body that is no batch any more", "UPDATE batches SET body = X'FF' WHERE seq = 2", 2, /was changed/u],
    ["a body that is lost", "UPDATE batches SET body = X'' WHERE seq = 2", 2, /was changed/u],
    ["a changed hash", "UPDATE batches SET hash = zeroblob(32) WHERE seq = 7", 7, /was changed/u],
    ["a deleted first record", "DELETE FROM batches WHERE seq = 1", 1, /it is missing: .* record 2/u],
    ["records deleted in the middle", "DELETE FROM batches WHERE seq = 4", 4, /it is missing: .* record 7/u],
    ["two that changed places", swapped(4, 7), 4, /the order was changed: it was written after other records/u],
    ["a deleted tail", "DELETE FROM batches WHERE seq > 8", 12, /it is missing: the run's row counts/u],
    ["a record before the first", "INSERT INTO batches VALUES (1, 0, '{}', X'')", 1, /number 0 stands in its place/u],
    ["a lowered count", "UPDATE runs SET records = 8", 9, /one too many/u],
    ["another state", "UPDATE runs SET state = 'Failed'", null, /state = Failed, and its records say Completed/u],
    ["another count", "UPDATE runs SET completed = 9", null, /completed = 9, and its records say 4/u],
    ["another time", "UPDATE runs SET started_at = 5", null, /started_at = 5/u],
    ["a lost row", "DELETE FROM runs", null, /missing from the table of runs/u],
    ["no records", "DELETE FROM batches", 1, /it is missing/u],
  ])("finds %s", async (_, text, seq, reason) => {
    sql(text);
    const [first, ...more] = await problems();
    expect(first).toEqual({ seq, reason: expect.stringMatching(reason) });
    expect(more).toEqual([]);
  });

  it("finds a record put in at the end, with a right hash, that may not follow", async () => {
    tamper((database) => {
      const last = Number(database.prepare("SELECT records FROM runs").get()?.["records"]);
      const line = `{"seq":${last + 1},"at":0,"type":"run.completed","durationMs":1}`;
      database.prepare("INSERT INTO batches VALUES (1, ?, ?, X'')").run(last + 1, Buffer.from(line));
      rewrite(database);
    });
    const { records } = await verify();
    expect(await problems()).toEqual([{ seq: records + 1, reason: expect.stringContaining("not legal here") }]);
  });

  it("finds by the anchor a tail that was cut off with everything made to fit", async () => {
    const { head } = await verify();
    tamper((database) => {
      database.exec("DELETE FROM batches WHERE seq > 8");
      rewrite(database);
    });
    expect(await problems()).toEqual([]);
    expect(await problems({ anchor: head })).toEqual([{ seq: 12, reason: expect.stringContaining("anchor") }]);
  });

  it("finds by the anchor a run that was written anew", async () => {
    const { head } = await verify();
    tamper((database) => {
      const [one, two] = [`hex('"concurrency":1')`, `hex('"concurrency":2')`];
      database.exec(`UPDATE batches SET body = unhex(replace(hex(body), ${one}, ${two})) WHERE seq = 1`);
      rewrite(database);
    });
    expect(await problems()).toEqual([]);
    expect(await problems({ anchor: head })).toHaveLength(1);
  });

  it("takes the hash of any earlier transaction as an anchor: the run went on since", async () => {
    let anchor = "";
    tamper((database) => {
      anchor = String(database.prepare("SELECT hex(hash) AS hash FROM batches WHERE seq = 4").get()?.["hash"]);
    });
    expect(await problems({ anchor })).toEqual([]);
  });

  it.each([
    ["changed bytes", "UPDATE blobs SET bytes = zeroblob(9)", "the bytes of its result were changed"],
    ["another codec", "UPDATE blobs SET codec = 'bytes'", "the bytes of its result were changed"],
    ["lost bytes", "DELETE FROM blobs", "the bytes of its result are missing"],
    ["lost results", "DELETE FROM results", "its result is missing"],
    ["another result", "UPDATE results SET blob = (SELECT no FROM blobs WHERE no <> results.blob)", "another result"],
  ])("finds %s", async (_, text, reason) => {
    sql(text);
    const found = await problems();
    expect(found).toHaveLength(4);
    expect(found[0]).toEqual({ seq: expect.any(Number), reason: expect.stringContaining(reason) });
  });

  it("refuses a run the store does not hold", async () => {
    await expect(Effect.runPromise(verifyRun(path, "r2"))).rejects.toMatchObject({ reason: "unknown-run" });
    await expect(Effect.runPromise(verifyRun(`${path}.no`, "r1"))).rejects.toMatchObject({ reason: "missing" });
  });
});

function swapped(one: number, other: number): string {
  const move = (from: number, to: number): string => `UPDATE batches SET seq = ${to} WHERE seq = ${from};`;
  return move(one, 1_000) + move(other, one) + move(1_000, other);
}
