/** What is no plain data is kept by a store that was given its codec. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, memoryStore, type RunId, type ValueCodec } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";

/** As the frame of a library: a class, with data only it can read. */
class Frame {
  readonly #cells: readonly number[];
  constructor(cells: readonly number[]) {
    this.#cells = cells;
  }
  sum(): number {
    return this.#cells.reduce((total, cell) => total + cell, 0);
  }
  bytes(): Uint8Array {
    return Uint8Array.from(this.#cells);
  }
}

const frames: ValueCodec<Frame> = {
  id: "frame",
  detect: (value) => value instanceof Frame,
  encode: (frame) => frame.bytes(),
  decode: (bytes) => new Frame([...bytes]),
};

const folder = mkdtempSync(join(tmpdir(), "codecs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const kinds = [
  ["a SQLite store", () => sqliteStore(join(folder, "runs.db"), { codecs: [frames] })],
  ["a memory store", () => memoryStore({ codecs: [frames] })],
] as const;

const config = { Loader: { a: {} }, Summer: { sum: {}, again: {} } };

/** Sums a frame that it is given inside plain data; `again` fails the first time it is asked. */
const workflow = (state: { loads: number; fails: boolean }) =>
  defineWorkflow("frames")
    .module("Loader", {
      run: () => {
        state.loads++;
        return { frame: new Frame([1, 2, 3]) };
      },
    })
    .module("Summer", {
      run: ({ input, experimentName }) => {
        if (state.fails && experimentName === "again") throw new Error("not now");
        return input.data.frame.sum();
      },
    });

describe.each(kinds)("%s that was given a codec", (_, open) => {
  test("keeps the values of its class, and a run begun from an earlier one reads them", async () => {
    const [store, state] = [open(), { loads: 0, fails: true }];
    const options = { workflow: workflow(state), config, store };
    expect((await new Executor({ ...options, runId: "first" }).run()).state).toBe("Failed");
    state.fails = false;
    const executor = new Executor({ ...options, runId: "second" });
    expect((await executor.retry("first")).state).toBe("Completed");
    expect(executor.getResult("Loader[a]_Summer[again]").data).toBe(6);
    expect(state.loads).toBe(1);
    const found = Effect.flatMap(store, (opened) => opened.results("second" as RunId));
    const lookup = await Effect.runPromise(
      Effect.scoped(Effect.map(found, ({ get }) => get(0)?.data as { readonly frame: Frame })),
    );
    expect(lookup.frame.sum()).toBe(6);
  });
});

test("a store without the codec does not keep such a value, and says where it is", async () => {
  const state = { loads: 0, fails: false };
  const executor = new Executor({ workflow: workflow(state), config, store: memoryStore() });
  await executor.run();
  const [told] = executor.status.records.flatMap((record) =>
    record.type === "module.completed" ? [record.result] : [],
  );
  expect(told).toContain("not storable: $.frame");
});

test("a store opened without the codec refuses to read such a value, by the name of the codec", async () => {
  const path = join(folder, "without.db");
  const store = sqliteStore(path, { codecs: [frames] });
  await new Executor({ workflow: workflow({ loads: 0, fails: false }), config, store, runId: "r" }).run();
  const read = Effect.gen(function* () {
    const { get } = yield* (yield* sqliteStore(path)).results("r" as RunId);
    expect(() => get(0)).toThrow(/frame/u);
    return get(1)?.data;
  });
  expect(await Effect.runPromise(Effect.scoped(read))).toBe(6);
});
