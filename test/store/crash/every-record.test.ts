import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { bundledProgram } from "./bundled-program.ts";
import { forEachOf, goesOn, live, wholeFacts } from "./killed-run.ts";

const folder = mkdtempSync(join(tmpdir(), "crash-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = await bundledProgram(join(import.meta.dirname, "left-run.ts"), folder);
const compileCache = join(folder, "compiled");
const placeOf = (name: string, concurrency: number) => ({
  path: join(folder, `${name}.db`),
  calls: join(folder, `${name}.calls`),
  concurrency,
});

interface Ended {
  readonly records: number;
  readonly statements: number;
}

/** Kills the reference run once at each moment of its life, and lets it go on each time. */
const killAtEvery = async (moment: "record" | "statement", concurrency: number) => {
  const { path, calls } = placeOf(`never-${moment}-${concurrency}`, concurrency);
  const ended = JSON.parse((await live(program, [path, calls, concurrency], compileCache)).stdout) as Ended;
  const whole = await wholeFacts(placeOf(`whole-${moment}-${concurrency}`, concurrency));
  // After the last record there is nothing to go on with.
  const count = moment === "record" ? ended.records - 1 : ended.statements;
  const points = Array.from({ length: count }, (_, n) => n + 1);
  let [killed, over] = [0, 0];
  await forEachOf(points, 3, async (at) => {
    const place = placeOf(`${moment}-${concurrency}-${at}`, concurrency);
    const life = await live(program, [place.path, place.calls, concurrency, moment, at], compileCache);
    if (life.killed) killed++;
    if (await goesOn(place, whole, `killed at ${moment} ${at}`)) return;
    over++;
  });
  console.log(
    `concurrency ${concurrency}: killed ${killed} times, at every ${moment} of ${count}; ${over} of them after its end`,
  );
  return { killed, count };
};

// With one worker the statements say more: after each commit comes the next.
test(
  "killed after every single record that three workers make, a run goes on to what it would have been",
  { timeout: 300_000 },
  async () => {
    const { killed, count } = await killAtEvery("record", 3);
    expect(killed).toBe(count);
  },
);

test(
  "killed before every single statement, from opening the store to closing it, a run goes on to what it would have been",
  { timeout: 300_000 },
  async () => {
    const { killed, count } = await killAtEvery("statement", 1);
    expect(killed).toBe(count);
  },
);
