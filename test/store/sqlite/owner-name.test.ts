import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { afterAll, expect, test } from "vitest";

import type { RunId } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { playAll, sampleRun } from "../../../src/testing/sample-run.ts";

const folder = mkdtempSync(join(tmpdir(), "owner-"));
afterAll(() => rmSync(folder, { recursive: true }));

const runId = "r" as RunId;
const turns = sampleRun(runId);

test("who asks for a run that has an owner is told of that one, not of the dead one who began it", async () => {
  const path = join(folder, "runs.db");
  const refusal = await Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const store = yield* sqliteStore(path);
        yield* Effect.scoped(Effect.flatMap(store.own(runId), (run) => playAll(run, turns.slice(0, 2))));
        // As if another process had begun it.
        const file = new DatabaseSync(path);
        file.exec("UPDATE runs SET owner = 'process 1 on elsewhere'");
        file.close();
        yield* store.own(runId);
        return yield* Effect.flip(Effect.scoped((yield* sqliteStore(path)).own(runId)));
      }),
    ),
  );
  expect(refusal).toMatchObject({ _tag: "StoreLocked", owner: expect.stringContaining(`process ${process.pid} on `) });
});
