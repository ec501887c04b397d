import * as fc from "fast-check";
import { expect, test } from "vitest";

import { Cancellation, type CancelRequest } from "../../src/executor/cancellation.ts";

test("a cancellation is told once to everyone who listens at the time or later, and the first request counts", () => {
  const act = fc.oneof(
    fc.record({ does: fc.constantFrom("listen", "leave"), who: fc.nat(4) }),
    fc.record({
      does: fc.constantFrom("cancel", "abort"),
      cause: fc.constantFrom("first", "second", undefined),
    }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      const cancellation = new Cancellation();
      const controller = new AbortController();
      cancellation.follow(controller.signal, "cancelled");
      const heard: CancelRequest[][] = Array.from({ length: 5 }, () => []);
      const expected: CancelRequest[][] = Array.from({ length: 5 }, () => []);
      const leave = new Map<number, () => void>();
      let request: CancelRequest | undefined;
      for (const each of acts) {
        if ("who" in each) {
          const { who } = each;
          leave.get(who)?.();
          leave.delete(who);
          if (each.does === "leave") continue;
          leave.set(
            who,
            cancellation.onCancel((told) => heard[who]?.push(told)),
          );
          if (request) expected[who]?.push(request);
        } else {
          const told: CancelRequest = {
            reason: each.does === "cancel" ? "interrupted" : "cancelled",
            cause: each.cause,
          };
          if (each.does === "cancel") cancellation.cancel(told);
          else controller.abort(each.cause ?? "none");
          const made = each.does === "cancel" ? told : { ...told, cause: each.cause ?? "none" };
          if (request === undefined) for (const who of leave.keys()) expected[who]?.push(made);
          request ??= made;
        }
      }
      expect(heard).toEqual(expected);
      expect(cancellation.request).toEqual(request);
    }),
    { numRuns: 300 },
  );
});

test("a signal that is let go cancels nothing", () => {
  const cancellation = new Cancellation();
  const controller = new AbortController();
  cancellation.follow(controller.signal, "cancelled")();
  controller.abort();
  expect(cancellation.request).toBeUndefined();
});
