/** A store in memory and one in a file cannot be told apart by what is asked of them. */
import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { isLegal } from "../../journal/legal-journal.ts";
import { CommandedStore } from "./commanded-store.ts";
import { memorySubject } from "./memory-subject.ts";
import { sqliteSubject } from "./sqlite-subject.ts";
import { openingCount, runCount, storeCommands } from "./store-command.ts";
import { type Script, someScripts } from "./store-script.ts";

const wanted = Number(process.env["STORE_SEQUENCES"] ?? 150);

let scripts: readonly Script[] = [];

beforeAll(async () => {
  scripts = await someScripts(120, 60);
});

test("the runs that are commanded have legal journals", () => {
  expect(scripts.length).toBeGreaterThan(50);
  for (const script of scripts)
    expect(isLegal(script.flatMap((step) => (step.does === "append" ? step.records : [])))).toBe(true);
});

test(
  "after any commands, crashes included, memory and SQLite have answered the same",
  { timeout: 60_000 + 500 * wanted },
  async () => {
    let [sequences, commanded] = [0, 0];
    const happened = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        storeCommands,
        fc.array(fc.nat(), { minLength: runCount, maxLength: runCount }),
        async (commands, picks) => {
          sequences++;
          const picked = picks.map((pick) => scripts[pick % scripts.length] as Script);
          await Effect.runPromise(
            Effect.scoped(
              Effect.gen(function* () {
                const scope = yield* Effect.scope;
                const memory = new CommandedStore(yield* memorySubject, picked, scope);
                const sqlite = new CommandedStore(yield* sqliteSubject, picked, scope);
                yield* memory.open;
                yield* sqlite.open;
                for (const [at, command] of commands.entries()) {
                  commanded++;
                  const [outcome, expected] = [yield* memory.do(command), yield* sqlite.do(command)];
                  expect(outcome).toEqual(expected);
                  const what = `${command.does}${JSON.stringify(outcome).includes("refused") ? ", refused" : ""}`;
                  happened.set(what, (happened.get(what) ?? 0) + 1);
                  expect(yield* memory.seen(at % openingCount)).toEqual(yield* sqlite.seen(at % openingCount));
                }
              }),
            ),
          );
        },
      ),
      { numRuns: wanted },
    );
    console.log(`${sequences} sequences, ${commanded} commands:`, Object.fromEntries(happened));
  },
);
