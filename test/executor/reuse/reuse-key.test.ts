import { createHash } from "node:crypto";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { changedParts, placeOf, reuseKeyOf, type ReuseParts } from "../../../src/executor/reuse-key.ts";
import { decodeRecord, encodeRecord, type ReuseDecision, type RunId } from "../../../src/index.ts";
import { parseSchemaFingerprint } from "../../../src/schema/fingerprint-schema.ts";

// Few hashes and names that could be taken for each other's ends, so that equal and nearly equal keys are common.
const hash = fc.constantFrom("0", "1").map((digit) => digit.repeat(64));
const schema = fc.option(hash.map((text) => parseSchemaFingerprint(text)));
const name = fc.constantFrom("a", "ab", "b", '","', "__proto__", "");
const named = <Part>(part: fc.Arbitrary<Part>, nameOf: (part: Part) => string) =>
  fc
    .uniqueArray(part, { maxLength: 3, selector: nameOf })
    .map((parts) => parts.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)));

const parts: fc.Arbitrary<ReuseParts> = fc.record({
  version: fc.option(name),
  params: hash,
  input: fc.option(fc.record({ content: hash, schema })),
  upstream: named(fc.record({ moduleName: name, content: hash, schema }), ({ moduleName }) => moduleName),
  dependencies: named(fc.record({ name, content: hash }), (dependency) => dependency.name),
});
const step = fc.tuple(name, name);
const path = fc.array(step, { maxLength: 3 });

test("keys are equal exactly when all parts are, and then no part is named as changed", () => {
  fc.assert(
    fc.property(parts, fc.oneof(parts, fc.constant(undefined)), hash, (one, another, place) => {
      const other = another ?? structuredClone(one);
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(reuseKeyOf(place, one).hash === reuseKeyOf(place, other).hash).toBe(isSame);
      expect(changedParts(one, other).length === 0).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

test("a change of one part changes the key, and names that part alone", () => {
  fc.assert(
    fc.property(
      parts,
      parts,
      fc.constantFrom("version", "params", "input", "upstream", "dependencies"),
      (one, other, part) => {
        const changed = { ...one, [part]: other[part] };
        const told = new Set(changedParts(one, changed).map((change) => change.part));
        const isSame = JSON.stringify(one[part]) === JSON.stringify(other[part]);
        expect([...told]).toEqual(isSame ? [] : [part === "dependencies" ? "dependency" : part]);
        expect(reuseKeyOf("", one).hash === reuseKeyOf("", changed).hash).toBe(isSame);
      },
    ),
    { numRuns: 2000 },
  );
});

test("places are equal exactly when workflow and path are: no name runs into the next", () => {
  fc.assert(
    fc.property(name, path, name, path, (workflow, one, otherWorkflow, other) => {
      const isSame = workflow === otherWorkflow && JSON.stringify(one) === JSON.stringify(other);
      expect(placeOf(workflow, one) === placeOf(otherWorkflow, other)).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

test("keys are made as they always were: the sha256 of a codec's name and JSON", () => {
  const sha256 = (value: unknown) =>
    createHash("sha256")
      .update(`json\0${JSON.stringify(value)}`)
      .digest("hex");
  const place = placeOf("w", [["Loader", "a"]]);
  expect(place).toBe(sha256([1, "w", [["Loader", "a"]]]));
  const zeros = "0".repeat(64);
  const key = reuseKeyOf(place, {
    version: "2",
    params: zeros,
    input: { content: zeros, schema: null },
    upstream: [{ moduleName: "Loader", content: zeros, schema: parseSchemaFingerprint(zeros) }],
    dependencies: [{ name: "file", content: zeros }],
  });
  expect(key.hash).toBe(sha256([place, "2", zeros, [zeros, null], [["Loader", [zeros, zeros]]], [["file", zeros]]]));
});

const ref = fc.record({
  runId: fc.constantFrom("r1", "r:2").map((id) => id as RunId),
  seq: fc.integer({ min: 1, max: 99 }),
});
const why: fc.Arbitrary<ReuseDecision["why"]> = fc.oneof(
  fc.record({ kind: fc.constantFrom("same-key", "begun-from"), from: ref }),
  fc.record({
    kind: fc.constantFrom(
      "above",
      "new",
      "never-ran",
      "failed",
      "in-progress",
      "other-params",
      "unknown-params",
      "other-key",
      "not-stored",
      "unreadable",
      "turned-off",
    ),
  }),
  fc.record({
    kind: fc.constant("changed"),
    since: ref,
    parts: fc.array(
      fc.oneof(
        fc.record({ part: fc.constantFrom("version", "params", "input") }),
        fc.record({ part: fc.constant("upstream"), moduleName: name }),
        fc.record({ part: fc.constant("dependency"), name }),
      ),
    ),
  }),
  fc.record({ kind: fc.constant("damaged"), from: ref, detail: fc.string() }),
  fc.record({ kind: fc.constantFrom("input-not-stored", "dependencies-unknown"), detail: fc.string() }),
  fc.record({ kind: fc.constant("upstream-not-stored"), moduleName: name, detail: fc.string() }),
);

test("every decision is read back from a journal as it was written", () => {
  const decision: fc.Arbitrary<ReuseDecision> = fc.oneof(
    why.map((reason) => ({ why: reason })),
    fc.tuple(why, parts, hash).map(([reason, of, place]) => ({ why: reason, key: reuseKeyOf(place, of) })),
  );
  fc.assert(
    fc.property(decision, (reuse) => {
      const record = {
        seq: 5,
        at: 0,
        type: "module.completed",
        execution: 0,
        moduleName: "Loader",
        experimentName: "a",
        attempt: 1,
        origin: "reused",
        schemaBefore: null,
        schemaAfter: null,
        changes: [],
        annotations: {},
        durationMs: 0,
        result: "memory",
        reuse,
      } as const;
      expect(decodeRecord(JSON.parse(encodeRecord(record)))).toEqual(record);
    }),
  );
});
