import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Effect } from "effect";
import { afterAll, expect, test } from "vitest";

import { verifyRun } from "../../../src/store/sqlite/index.ts";

const folder = mkdtempSync(join(tmpdir(), "crash-"));
const program = join(import.meta.dirname, "left-run.ts");

afterAll(() => rmSync(folder, { recursive: true }));

interface Life {
  readonly signal: string | null;
  readonly stdout: string;
}

const live = (name: string, way: "run" | "resume", killAt: number, concurrency: number): Promise<Life> =>
  new Promise((resolve) => {
    const args = [program, join(folder, `${name}.db`), join(folder, `${name}.calls`), way, killAt, concurrency];
    execFile(process.execPath, args.map(String), (error, stdout) => resolve({ signal: error?.signal ?? null, stdout }));
  });

const callsOf = (name: string): readonly string[] => {
  const path = join(folder, `${name}.calls`);
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
};

interface Ended {
  readonly facts: { readonly executions: readonly (readonly [string, string, ...unknown[]])[] };
  readonly interrupted: readonly string[];
  readonly records: number;
}

const ended = ({ stdout }: Life): Ended => JSON.parse(stdout) as Ended;

test.for([1, 3])(
  "killed after every single record at concurrency %i, a run goes on to what it would have been",
  { timeout: 180_000 },
  async (concurrency) => {
    const whole = ended(await live(`whole-${concurrency}`, "run", 0, concurrency));
    // After the last record there is nothing to go on with.
    const points = Array.from({ length: whole.records - 1 }, (_, n) => n + 1);
    const atOnce = 3;
    let resumed = 0;
    for (let from = 0; from < points.length; from += atOnce)
      await Promise.all(
        points.slice(from, from + atOnce).map(async (seq) => {
          const name = `${concurrency}-${seq}`;
          const killed = await live(name, "run", seq, concurrency);
          expect(killed.signal).toBe("SIGKILL");
          const life = await live(name, "resume", 0, concurrency);
          resumed++;
          expect(ended(life).facts, `killed at ${seq}`).toEqual(whole.facts);
          // Only what was in progress ran again; the flaky module has two attempts of its own.
          const again = callsOf(name).filter((key, at, all) => all.indexOf(key) !== at && !key.endsWith("[flaky]"));
          expect(ended(life).interrupted, `killed at ${seq}`).toEqual(expect.arrayContaining(again));
          const { problems } = await Effect.runPromise(verifyRun(join(folder, `${name}.db`), "left"));
          expect(problems).toEqual([]);
        }),
      );
    expect(resumed).toBe(points.length);
    console.log(`concurrency ${concurrency}: ${points.length} crash points, ${resumed} resumed`);
  },
);
