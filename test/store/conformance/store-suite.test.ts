import * as Effect from "effect/Effect";
import { describe, test } from "vitest";

import { storeSuite } from "../../../src/testing/store-suite.ts";
import { memorySubject } from "./memory-subject.ts";
import { sqliteSubject } from "./sqlite-subject.ts";

describe.each([
  ["memory", memorySubject],
  ["SQLite", sqliteSubject],
] as const)("a store in %s", (_, subject) => {
  // The claims hold or fail by themselves, so that they can be run by any framework.
  // oxlint-disable-next-line vitest/expect-expect
  test.each(storeSuite(subject).map(({ claim, holds }) => [claim, holds] as const))("%s", (_claim, holds) =>
    Effect.runPromise(holds),
  );
});
