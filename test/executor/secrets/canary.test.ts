/** A run whose modules say its secrets wherever they can: no file it wrote holds one, at any time. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import type { JournalRecord } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { canaries, hidden, ways } from "./leaking-workflow.ts";
import { leaks, traces } from "./search.ts";

const program = resolve(import.meta.dirname, "leaking-run.ts");
const newFolder = (): string => mkdtempSync(join(tmpdir(), "runstate-secrets-"));

interface Looked {
  readonly looked: number;
  readonly found: readonly string[];
}

const leakingRun = (folder: string, ...args: readonly string[]): Looked & { readonly signal: string | null } => {
  const { stdout, stderr, signal } = spawnSync(process.execPath, [program, folder, ...args], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  expect(hidden.filter((secret) => stderr.includes(secret))).toEqual([]);
  return { ...(JSON.parse(stdout) as Looked), signal };
};

const recordsOf = (folder: string, runId: string): Promise<readonly JournalRecord[]> =>
  Effect.runPromise(
    Effect.scoped(Effect.flatMap(sqliteStore(join(folder, "runs.db")), (store) => store.records(runId as never))),
  );

test("the search finds a secret in every encoding it knows", () => {
  for (const secret of hidden)
    for (const [how, bytes] of traces(secret)) {
      const folder = newFolder();
      writeFileSync(join(folder, "file"), Buffer.concat([Buffer.from("\0…"), bytes, Buffer.from("}")]));
      expect(leaks(folder, [secret]).join("\n")).toContain(how);
    }
});

describe("a run whose modules say its secrets wherever they can", () => {
  test(
    "leaves them in no file: while it runs, killed, gone on with, retried, forked",
    { timeout: 120_000 },
    async () => {
      const folder = newFolder();
      const looks: Looked[] = [];
      const look = (...args: readonly string[]): string | null => {
        const { signal, ...looked } = leakingRun(folder, ...args);
        looks.push(looked, { looked: 1, found: leaks(folder, hidden) });
        return signal;
      };
      expect(look("run", "40")).toBe("SIGKILL");
      expect(look("resume", "120")).toBe("SIGKILL");
      expect(look("resume")).toBeNull();
      expect(look("retry", "0", "leaking")).toBeNull();
      expect(look("fork", "0", "leaking:30")).toBeNull();

      expect(looks.flatMap(({ found }) => found)).toEqual([]);
      const count = looks.reduce((sum, { looked }) => sum + looked, 0);
      expect(count).toBeGreaterThan(20);
      const files = readdirSync(folder, { recursive: true });
      console.log(
        `${hidden.length} secrets, ${ways.length} ways to say one: looked ${count} times into ${files.length} files`,
      );
    },
  );

  test("has each of them on record as [secret], and is as it was written", { timeout: 60_000 }, async () => {
    const folder = newFolder();
    leakingRun(folder, "run");
    const records = await recordsOf(folder, "leaking");
    const ends = new Map(
      records.flatMap((record) =>
        (record.type === "module.completed" || record.type === "module.failed") && record.moduleName === "Leaker"
          ? [[record.experimentName, record] as const]
          : [],
      ),
    );
    expect([...ends.keys()].toSorted()).toEqual([...ways, "slow"].toSorted());
    const told = Array.from(ends, ([name, end]) => [name, end.annotations["all"]]);
    const everySecret = Object.keys(canaries).map(() => "[secret]");
    expect(told.filter(([, all]) => all !== everySecret.join(" | "))).toEqual([]);

    const failed = [...ends.values()].filter((end) => end.type === "module.failed");
    const silent = failed.filter(({ error }) => !JSON.stringify(error).includes("[secret]"));
    expect(silent.map(({ experimentName }) => experimentName)).toEqual(["slow"]);

    const completed = [...ends.values()].filter((end) => end.type === "module.completed");
    expect(completed.length).toBe(ways.filter((way) => way.endsWith("Result")).length);
    const otherwise = completed.filter(
      ({ result }) => !/^not storable: \$\S* holds a secret of the run\./u.test(result),
    );
    // The one returns no secret but in the schema it gives, the other nothing that can be read.
    expect(otherwise.map(({ experimentName }) => experimentName).toSorted()).toEqual([
      "getterResult",
      "ownSchemaResult",
    ]);
    const { problems } = await Effect.runPromise(verifyRun(join(folder, "runs.db"), "leaking"));
    expect(problems).toEqual([]);
  });
});
