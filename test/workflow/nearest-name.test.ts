import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nearestName } from "../../src/workflow/nearest-name.ts";

const legal = ["concurrency", "onFailure", "maxExecutions", "retain"];

test.each([
  ["concurency", "concurrency"],
  ["CONCURRENCY", "concurrency"],
  ["on_failure", "onFailure"],
  ["maxExecution", "maxExecutions"],
  ["retian", "retain"],
  ["colour", undefined],
  ["", undefined],
])("%j is meant as %j", (name, meant) => {
  expect(nearestName(name, legal)).toBe(meant);
});

test("a name is nearest to itself, and one edit from it", () => {
  const name = fc.string({ minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(name, fc.nat({ max: 11 }), (candidate, at) => {
      expect(nearestName(candidate, [candidate])).toBe(candidate);
      expect(nearestName(`${candidate.slice(0, at)}x${candidate.slice(at)}`, [candidate])).toBe(candidate);
    }),
  );
});

test("a name that shares no letter in its place is not near, however short both are", () => {
  expect(nearestName("ls", ["gc", "run"])).toBeUndefined();
  expect(nearestName("A", ["B"])).toBeUndefined();
  expect(nearestName("gx", ["gc"])).toBe("gc");
});

test("the nearest of several wins, and a name of 1 MB costs nothing", () => {
  expect(nearestName("Splitr", ["Splitter2", "Splitter"])).toBe("Splitter");
  expect(nearestName("Splitr", ["Splitter", "Splitter2"])).toBe("Splitter");
  expect(nearestName("x".repeat(1_000_000), legal)).toBeUndefined();
});
