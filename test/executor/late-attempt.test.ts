import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { clockOf } from "./clock-of.ts";

/** A clock by which only the first attempt comes to its timeout; waits between attempts take no time. */
const firstTimesOut = (): Clock.Clock => {
  let timeouts = 0;
  const sleep: Clock.Clock["sleep"] = (duration) =>
    Duration.toMillis(duration) < 60_000 || timeouts++ === 0 ? Effect.void : Effect.never;
  return Object.assign(
    clockOf(() => 0),
    { sleep },
  );
};

test.each(["before the next settles", "after the run"] as const)(
  "a promise that settles after its attempt timed out changes nothing: %s",
  async (when) => {
    for (const settles of ["resolve", "reject"] as const) {
      const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
      const workflow = defineWorkflow("late").module("Only", {
        timeout: "1 minute",
        retry: { times: 1 },
        run: ({ attempt }) => {
          if (attempt === 1) return first.promise;
          if (when === "before the next settles") first[settles]("too late");
          // Three turns after what came late was heard of, so that it had every chance to be taken for this one's.
          void Promise.allSettled([first.promise])
            .then(() => undefined)
            .then(() => undefined)
            .then(() => second.resolve("in time"));
          if (when === "after the run") second.resolve("in time");
          return second.promise;
        },
      });
      const executor = new Executor({ workflow, config: { Only: { a: {} } } });
      await Effect.runPromise(Effect.provideService(executor.runEffect, Clock.Clock, firstTimesOut()));
      const types = executor.status.records.map(({ type }) => type);
      first[settles]("too late");
      await Promise.allSettled([first.promise]);
      expect(executor.status.records.map(({ type }) => type)).toEqual(types);
      expect(types.filter((type) => type.startsWith("module."))).toEqual([
        "module.started",
        "module.retried",
        "module.completed",
      ]);
      expect(executor.getResult("Only[a]").data).toBe("in time");
    }
  },
);
