import * as Effect from "effect/Effect";
import { expect, test } from "vitest";

import { fetched } from "../../src/executor/fetched.ts";

test("code is fetched when it is asked for, once, and is at hand from then on", async () => {
  let fetches = 0;
  const code = fetched(() => Promise.resolve({ fetches: ++fetches }));
  expect(fetches).toBe(0);
  const first = await Effect.runPromise(code);
  expect(Effect.runSync(code)).toBe(first);
  expect(fetches).toBe(1);
});

test("code that could not be fetched is asked for again", async () => {
  const lost = new TypeError("Failed to fetch dynamically imported module");
  const answers = [Promise.reject(lost), Promise.resolve("code")];
  const code = fetched(() => answers.shift() ?? Promise.reject(lost));
  await expect(Effect.runPromise(code)).rejects.toBe(lost);
  await expect(Effect.runPromise(code)).resolves.toBe("code");
});
