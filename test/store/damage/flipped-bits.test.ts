/** One bit of a store file is another. SQLite says nothing of half of them: whatever is said after that must be true. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { StoredValueError, StoreError } from "../../../src/index.ts";
import { factsOf, referenceExecutor } from "../crash/reference-run.ts";
import { type Answers, answersOf, isFoundByVerify, isRefused, isTrue } from "./answers.ts";
import { checkpointedStore, chosen, flip, pageBytes, pagesOf, whileChanged } from "./damaged-store.ts";

const folder = mkdtempSync(join(tmpdir(), "flipped-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ids = ["r1", "r2"];
const executions = 14;
let path = "";
let truth: Answers;
let pages: ReadonlyMap<string, readonly number[]>;

beforeAll(async () => {
  path = await checkpointedStore(folder);
  truth = answersOf(path, ids, executions);
  pages = pagesOf(path);
});

/** What becomes of each flip. */
const judge = (places: readonly (readonly [at: number, bit: number])[]) => {
  const found = { refused: 0, harmless: 0, wrong: [] as string[] };
  for (const [at, bit] of places)
    whileChanged(path, at, flip(bit), 1, () => {
      const answers = answersOf(path, ids, executions);
      if (isTrue(answers, truth)) found[isRefused(answers) ? "refused" : "harmless"]++;
      else found.wrong.push(`bit ${bit} of byte ${at}`);
    });
  return found;
};

const tell = (region: string, { refused, harmless, wrong }: ReturnType<typeof judge>): void =>
  console.log(`${region}: ${refused} refused, ${harmless} harmless, ${wrong.length} wrong`);

test("a bit of the file's header is refused, or changes nothing that is said", { timeout: 120_000 }, () => {
  const bits = chosen(8, 100);
  const found = judge(bits.map((bit, at) => [at, bit]));
  tell("header", found);
  expect(found.wrong).toEqual([]);
});

describe("a bit of a page", () => {
  test.each([
    "sqlite_schema",
    "runs",
    "sqlite_autoindex_runs_1",
    "batches",
    "definitions",
    "blobs",
    "sqlite_autoindex_blobs_1",
    "results",
    "results_by_reuse_key",
    "free pages",
  ])("of %s is refused, or changes nothing that is said", { timeout: 120_000 }, (name) => {
    const own = pages.get(name) ?? [];
    expect(own.length).toBeGreaterThan(0);
    const count = 150;
    const [picked, within, bits] = [chosen(own.length, count), chosen(pageBytes, count), chosen(8, count)];
    const places = within.map((byte, n) => {
      const page = own[picked[n] ?? 0] ?? 0;
      // Where most counts: in the header of the page and the places of its cells, and at its end, which is filled first.
      const inPage = [byte % 64, pageBytes - 1 - (byte % 700), byte][n % 3] ?? 0;
      return [page * pageBytes + (page === 0 ? Math.max(inPage, 100) : inPage), bits[n] ?? 0] as const;
    });
    const found = judge(places);
    tell(name, found);
    expect(found.wrong).toEqual([]);
  });
});

test("nothing of this changed the file", () => {
  expect(answersOf(path, ids, executions)).toEqual(truth);
  expect(isFoundByVerify(path, ids)).toBe(false);
});

test(
  "a run that goes on in such a file ends as it would have, or is refused, or is found",
  { timeout: 120_000 },
  async () => {
    const left = join(folder, "left.db");
    const run = { path: left, calls: join(folder, "calls"), concurrency: 1 };
    const begun = referenceExecutor({ ...run, runId: "left" });
    const image = join(folder, "image.db");
    begun.observe(({ seq }) => {
      if (seq !== 30) return;
      for (const end of ["", "-wal"]) copyFileSync(`${left}${end}`, `${image}${end}`);
    });
    await begun.run();
    const whole = JSON.stringify(factsOf(begun));
    // Opened and closed once, so that the log is in the file.
    answersOf(image, [], 0);
    await referenceExecutor({ ...run, path: image, runId: "other" }).run();
    const bytes = readFileSync(image).length;
    const count = 100;
    const found = { refused: 0, same: 0, foundByVerify: 0, wrong: [] as string[] };
    const bits = chosen(8, count);
    for (const [n, at] of chosen(bytes, count).entries()) {
      const copy = join(folder, `copy-${n}.db`);
      copyFileSync(image, copy);
      const outcome = await whileChangedFor(copy, at, bits[n] ?? 0, async () => {
        const executor = referenceExecutor({ ...run, path: copy });
        try {
          await executor.resume("left");
          return JSON.stringify(factsOf(executor));
        } catch (thrown) {
          if (thrown instanceof StoreError || thrown instanceof StoredValueError) return undefined;
          throw thrown;
        }
      });
      if (outcome === undefined) found.refused++;
      else if (outcome === whole) found.same++;
      else if (isFoundByVerify(copy, ["left", "other"])) found.foundByVerify++;
      else found.wrong.push(`bit ${bits[n]} of byte ${at}`);
    }
    console.log(
      `resumed: ${found.refused} refused, ${found.same} as ever, ${found.foundByVerify} otherwise and found by verify, ${found.wrong.length} wrong`,
    );
    expect(found.wrong).toEqual([]);
  },
);

/** The file is written meanwhile: nothing is put back. */
const whileChangedFor = <Value>(copy: string, at: number, bit: number, act: () => Promise<Value>): Promise<Value> => {
  const bytes = readFileSync(copy);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(copy, bytes);
  return act();
};
