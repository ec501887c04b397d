import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { formatRoute, parseRoute, type Route } from "../../../src/inspector/view/route.ts";

const name = fc.string({ unit: "grapheme", minLength: 1 });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant({ page: "runs" } as const),
  fc.record(
    { page: fc.constant("compare" as const), a: name, b: name, left: fc.nat(), right: fc.nat() },
    { requiredKeys: ["page"] },
  ),
  fc.record({ page: fc.constant("actors" as const), actor: name, filter: name }, { requiredKeys: ["page"] }),
  fc.record(
    {
      page: fc.constant("run" as const),
      runId: name,
      view: fc.constantFrom("overview", "tree", "gantt"),
      selected: fc.nat(),
      seq: fc.nat(),
      filter: name,
    },
    { requiredKeys: ["page", "runId", "view"] },
  ),
);

describe("an address", () => {
  test("is read back as the route it was made of, whatever the names are", () => {
    fc.assert(
      fc.property(route, (made) => {
        expect(parseRoute(formatRoute(made))).toEqual(made);
      }),
    );
  });

  test("that is none leads to the list of runs", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(["runs", "run", "compare", "actors"]).toContain(parseRoute(text).page);
      }),
    );
    expect(parseRoute("#/run/%/tree")).toEqual({ page: "run", runId: "%", view: "tree" });
    expect(parseRoute("")).toEqual({ page: "runs" });
  });
});
