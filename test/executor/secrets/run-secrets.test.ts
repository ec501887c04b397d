/** What becomes of a run whose params hold secrets. */
import { join } from "node:path";

import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import {
  type ConfigInput,
  defineWorkflow,
  Executor,
  type JournalRecord,
  parseConfigYaml,
  secret,
  type SecretOptions,
  Status,
  StoreError,
} from "../../../src/index.ts";
import { findSecrets } from "../../../src/executor/run-secrets.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { decodeConfig } from "../../../src/workflow/config.ts";
import { leaks } from "./search.ts";
import { journalOf, newFolder } from "./secret-runs.ts";

const leaking = defineWorkflow("leaking")
  .module("Loader", { run: ({ params }) => [{ text: String(params["text"]) }] })
  .module("Reporter", {
    run: ({ input, annotate }) => {
      annotate({ first: input.data[0]?.text ?? null });
      return { text: input.data[0]?.text };
    },
  });
const leakingConfig = { Loader: { e: { text: "abc hunter22" } }, Reporter: { e: {} } };

/** A store that takes so many batches of records, and no more. */
const leftAfter = (batches: number, store: ReturnType<typeof sqliteStore>): ReturnType<typeof sqliteStore> =>
  Effect.map(store, (opened) => ({
    ...opened,
    own: (runId) =>
      Effect.map(opened.own(runId), (owned) => {
        let left = batches;
        const full = new StoreError({
          reason: "full",
          subject: "runs.db",
          detail: "no space is left",
          cause: undefined,
        });
        const append: typeof owned.journal.append = (records) =>
          left-- > 0 ? owned.journal.append(records) : Effect.fail(full);
        return { ...owned, journal: { append } };
      }),
  }));

describe("a run with secrets", () => {
  test("keeps a result that holds one in memory only, as it is", async () => {
    const executor = new Executor({
      workflow: leaking,
      config: leakingConfig,
      secrets: { values: ["hunter22", undefined, ""] },
      store: sqliteStore(join(newFolder(), "runs.db")),
    });
    const heard: JournalRecord[] = [];
    executor.observe((record) => void heard.push(record));
    expect((await executor.run()).state).toBe("Completed");
    expect(executor.getResult("Loader[e]_Reporter[e]").data).toEqual({ text: "abc hunter22" });
    const results = heard.flatMap((record) => (record.type === "module.completed" ? [record.result] : []));
    const remedy = "Leave it out of the result, if the run is to be resumed below it.";
    expect(results).toEqual([
      `not storable: $[0].text holds a secret of the run. ${remedy}`,
      `not storable: $.text holds a secret of the run. ${remedy}`,
    ]);
    expect(journalOf(heard)).not.toContain("hunter22");
    expect(executor.redact("hunter22!")).toBe("[secret]!");
  });

  test("that takes over what was recorded before a text was a secret records it no more", async () => {
    const folder = newFolder();
    const store = sqliteStore(join(folder, "runs.db"));
    const before = new Executor({ workflow: leaking, config: leakingConfig, store, runId: "before" });
    await before.run();
    expect(journalOf(before.status.records)).toContain("hunter22");
    const secrets = { values: ["hunter22"] };
    const after = new Executor({ workflow: leaking, config: leakingConfig, store, secrets });
    // Its params hold the secret now, so they are not known to be the same; with the text elsewhere they are.
    expect((await after.retry("before")).state).toBe("Completed");
    expect(journalOf(after.status.records)).not.toContain("hunter22");

    const quiet = defineWorkflow("leaking")
      .module("Loader", { run: () => [{ text: "abc hunter22" }] })
      .module("Reporter", {
        run: ({ input, annotate }) => {
          annotate({ first: input.data[0]?.text ?? null });
          return { text: input.data[0]?.text };
        },
      });
    const config = { Loader: { e: {} }, Reporter: { e: {} } };
    const open = new Executor({ workflow: quiet, config, store, runId: "open" });
    await open.run();
    const taken = new Executor({ workflow: quiet, config, store, secrets });
    await taken.retry("open");
    const completed = taken.status.records.filter((record) => record.type === "module.completed");
    expect(completed.map(({ origin, result }) => [origin, result.slice(0, 12)])).toEqual([
      ["reused", "not storable"],
      ["reused", "not storable"],
    ]);
    expect(journalOf(taken.status.records)).not.toContain("hunter22");
    expect(taken.getResult("Loader[e]_Reporter[e]").data).toEqual({ text: "abc hunter22" });
  });

  test.each<readonly [string, SecretOptions, SecretOptions]>([
    ["was no secret before", {}, { values: ["hunter22"] }],
    ["is none any more", { values: ["hunter22"] }, {}],
  ])("that was left goes on, legally, when a text in its data %s", async (_, before, after) => {
    const store = sqliteStore(join(newFolder(), "runs.db"));
    const workflow = defineWorkflow("w")
      .module("Loader", { run: () => [{ "a hunter22": "x", text: "hunter22" }] })
      .module("Middle", { run: ({ input }) => [{ size: input.data.length, text: "hunter22" }] })
      .module("Reporter", { run: ({ input }) => input.data[0]?.text });
    const config = { Loader: { e: {} }, Middle: { e: {} }, Reporter: { e: {} } };
    const left = new Executor({ workflow, config, store: leftAfter(4, store), runId: "r", secrets: before });
    await expect(left.run()).rejects.toThrow("no space is left");

    const resumed = new Executor({ workflow, config, store, secrets: after });
    const outcome = await resumed.resume("r");
    // What was not stored, because it held a secret, is gone with its process.
    expect(outcome.state).toBe(before.values === undefined ? "Completed" : "Failed");
    expect(Status.fromJournal(resumed.status.records).state).toBe(outcome.state);
    const { records } = resumed.status;
    const since = records.slice(records.findIndex(({ type }) => type === "run.resumed"));
    expect(since.length).toBeGreaterThan(3);
    expect(journalOf(since)).not.toContain("hunter22");
  });

  test("goes on with a renewed token", async () => {
    const folder = newFolder();
    const store = sqliteStore(join(folder, "runs.db"));
    const workflow = (stop: boolean) =>
      defineWorkflow("w").module("M", {
        run: ({ experimentName }) => {
          if (stop && experimentName === "b") throw new Error("down");
          return experimentName;
        },
      });
    const config = (token: string) => ({ M: { a: { token }, b: { token } } });
    const first = new Executor({ workflow: workflow(true), config: config("token-of-monday"), store, runId: "r" });
    await first.run();
    const second = new Executor({ workflow: workflow(false), config: config("token-of-tuesday"), store });
    await second.retry("r");
    const origins = second.status.records.flatMap((record) =>
      record.type === "module.completed" ? [record.origin] : [],
    );
    expect(origins).toEqual(["reused", "executed"]);
    expect(leaks(folder, ["token-of-monday", "token-of-tuesday"])).toEqual([]);
  });

  test.each<readonly [string, ConfigInput, object]>([
    ["experiment", { M: { "x hunter22": { token: "hunter22" } } }, {}],
    ["run", { M: { e: { token: "hunter22" } } }, { runId: "run-hunter22" }],
  ])("is refused when the name of its %s holds one", async (_, config, options) => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("M", { run: () => 1 }),
      config: config as ReadonlyMap<string, unknown>,
      ...options,
    });
    const refusal: unknown = await executor.run().catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ _tag: "ConfigError" });
    expect(String(refusal)).toMatch(/the name holds a text that counts as a secret/u);
    expect(String(refusal)).not.toContain("hunter22");
    expect(executor.status.records).toEqual([]);
  });

  test("that was cancelled does not record what its canceller said", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("M", { run: () => new Promise(() => undefined) }),
      config: { M: { e: { apiKey: "hunter22" } } },
    });
    executor.observe(({ type }) => type === "module.started" && executor.cancel(new Error("because of hunter22")));
    await executor.run();
    expect(journalOf(executor.status.records)).toContain("because of [secret]");
    expect(journalOf(executor.status.records)).not.toContain("hunter22");
  });

  test("says nothing of a short one that its params schema quotes", async () => {
    for (const params of [z.object({ password: z.literal("other") }), Schema.Struct({ password: Schema.Number })]) {
      const workflow = defineWorkflow("w").module("M", { params, run: () => 1 });
      for (const password of ["h7!", "hunter22"]) {
        const config = parseConfigYaml(`M:\n  e: {password: "${password}"}\n`);
        const refusal: unknown = await new Executor({ workflow, config }).run().catch((thrown: unknown) => thrown);
        expect(refusal).toMatchObject({ _tag: "ConfigError" });
        expect(String(refusal)).not.toContain(password);
      }
    }
  });

  test.each<readonly [SecretOptions, RegExp]>([
    [{ values: ["abc"] }, /secrets\.values: a secret of 3 characters/u],
    [{ keys: ["--"] }, /secrets\.keys must be names with a word in them, got "--"/u],
    [{ plainKeys: [""] }, /secrets\.plainKeys must be/u],
  ])("is not begun with the options %j", (secrets, message) => {
    const workflow = defineWorkflow("w").module("M", { run: () => 1 });
    expect(() => new Executor({ workflow, config: { M: { e: {} } }, secrets })).toThrow(message);
  });
});

test("a run without secrets has nothing to look for, and its records are what they are", async () => {
  const config = decodeConfig({ M: { e: { path: "a.csv", max_tokens: 5, seed: 42 } } });
  expect(findSecrets(config).redaction).toBeUndefined();
  expect(findSecrets(config).text("a.csv")).toBe("a.csv");
});

test("no random secret, put anywhere, is in a file of the store", { timeout: 60_000 }, async () => {
  const anySecret = fc.string({ minLength: 5, maxLength: 30, unit: "grapheme" }).map((text) => `k${text}9`);
  const place = fc.constantFrom("text", "name", "list", "map", "bytes", "error");
  await fc.assert(
    fc.asyncProperty(anySecret, fc.array(place, { maxLength: 4 }), fc.boolean(), async (hidden, places, fails) => {
      const folder = newFolder();
      const said: unknown = places.reduce<unknown>((inner, where) => {
        if (where === "name") return { [`a ${hidden}`]: inner };
        if (where === "list") return [inner, hidden];
        if (where === "map") return new Map([["m", inner]]);
        if (where === "bytes") return [Buffer.from(hidden), inner];
        return where === "error" ? Object.assign(new Error(hidden, { cause: inner }), { inner }) : { inner, hidden };
      }, hidden);
      const executor = new Executor({
        workflow: defineWorkflow("w").module("M", {
          run: ({ annotate, step }) => {
            annotate({ said: said as never });
            step(`x${hidden}y`, () => undefined);
            return fails ? Effect.fail(said) : said;
          },
        }),
        config: { M: { e: { given: secret(hidden) } } },
        store: sqliteStore(join(folder, "runs.db")),
      });
      await executor.run();
      expect(leaks(folder, [hidden.trim()])).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
