/** The log of a store is cut off, torn or altered: what is said then was true at an earlier moment, and goes on from there. */
import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { goesOn, wholeFacts } from "../crash/killed-run.ts";
import { type Answers, answersOf, isEarlierTruth, isTrue } from "./answers.ts";
import { chosen, flip, pageBytes, storeInLog, whileChanged } from "./damaged-store.ts";

const folder = mkdtempSync(join(tmpdir(), "torn-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ids = ["r1"];
const executions = 14;
const [headerBytes, frameBytes] = [32, 24 + pageBytes];
let path = "";
let truth: Answers;
let log: Uint8Array;

beforeAll(async () => {
  path = await storeInLog(folder);
  log = readFileSync(`${path}-wal`);
  truth = answersOf(path, ids, executions);
});

const found = () => ({ whole: 0, earlier: 0, wrong: [] as string[] });

const judge = (into: ReturnType<typeof found>, answers: Answers, what: string): void => {
  if (isTrue(answers, truth) && "said" in answers.runs) into.whole++;
  else if (isEarlierTruth(answers, truth)) into.earlier++;
  else into.wrong.push(what);
};

const tell = (what: string, { whole, earlier, wrong }: ReturnType<typeof found>): void =>
  console.log(`${what}: ${earlier} show an earlier moment, ${whole} everything, ${wrong.length} something wrong`);

/** A copy whose log is only as long as this. */
const cutAt = (length: number): string => {
  const copy = join(folder, `cut-${length}.db`);
  copyFileSync(path, copy);
  writeFileSync(`${copy}-wal`, log.subarray(0, length));
  return copy;
};

/** Every end of a frame, one byte before it, and others. */
const cuts = (): readonly number[] => {
  const frames = Math.floor((log.length - headerBytes) / frameBytes);
  const ends = Array.from({ length: frames + 1 }, (_, frame) => headerBytes + frame * frameBytes);
  return [...new Set([0, 1, ...ends, ...ends.map((end) => end - 1), ...chosen(log.length, 60)])];
};

test("the whole log holds the whole run", () => {
  expect(truth.runs).toHaveProperty(["said", "r1"]);
  expect(log.length).toBeGreaterThan(100 * frameBytes);
});

test("a log cut off anywhere shows the run as it was before", { timeout: 120_000 }, () => {
  const into = found();
  const all = cuts();
  for (const length of all) judge(into, answersOf(cutAt(length), ids, executions), `cut at ${length}`);
  tell(`${all.length} cuts`, into);
  expect(into.wrong).toEqual([]);
  expect(into.earlier).toBeGreaterThan(100);
});

test("a run goes on from a log that was cut off, and ends as it would have", { timeout: 120_000 }, async () => {
  const calls = join(folder, "whole.calls");
  const whole = await wholeFacts({ path: join(folder, "whole.db"), calls, concurrency: 1 });
  const lengths = chosen(log.length, 30);
  for (const [n, length] of lengths.entries()) {
    const copy = cutAt(length);
    await goesOn(
      { path: copy, calls: join(folder, `${n}.calls`), concurrency: 1, runId: "r1" },
      whole,
      `cut at ${length}`,
    );
  }
  console.log(`${lengths.length} cuts gone on from`);
  expect(lengths).toHaveLength(30);
});

test("a bit of the log that is another shows the run as it was before", { timeout: 120_000 }, () => {
  const into = found();
  const frames = Math.floor((log.length - headerBytes) / frameBytes);
  const inHeader = Array.from({ length: headerBytes }, (_, at) => at);
  const within = chosen(24, 150);
  const inFrameHeaders = chosen(frames, 150).map((frame, n) => headerBytes + frame * frameBytes + (within[n] ?? 0));
  const all = [...inHeader, ...inFrameHeaders, ...chosen(log.length, 150)];
  const bits = chosen(8, all.length);
  for (const [n, at] of all.entries())
    whileChanged(`${path}-wal`, at, flip(bits[n] ?? 0), 1, () => {
      rmSync(`${path}-shm`, { force: true });
      judge(into, answersOf(path, ids, executions), `bit ${bits[n]} of byte ${at}`);
    });
  tell(`${all.length} bits`, into);
  expect(into.wrong).toEqual([]);
});

test("sectors of the log that are zeros show the run as it was before", { timeout: 120_000 }, () => {
  const into = found();
  const sectors = chosen(Math.floor(log.length / 512), 100);
  for (const sector of sectors)
    whileChanged(
      `${path}-wal`,
      sector * 512,
      (bytes) => bytes.fill(0),
      512,
      () => {
        rmSync(`${path}-shm`, { force: true });
        judge(into, answersOf(path, ids, executions), `sector ${sector}`);
      },
    );
  tell(`${sectors.length} sectors`, into);
  expect(into.wrong).toEqual([]);
});

test("a torn write at the end of the log is as if it had not been", () => {
  const copy = cutAt(log.length);
  const file = openSync(`${copy}-wal`, "r+");
  // Half a frame of old bytes, as a disk leaves that lost its power.
  writeSync(file, log.subarray(headerBytes, headerBytes + frameBytes / 2), 0, frameBytes / 2, log.length);
  closeSync(file);
  expect(answersOf(copy, ids, executions)).toEqual(truth);
});
