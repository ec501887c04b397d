import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PatchConflict } from "../../src/schema/patch-conflict.ts";
import { applySchemaPatch } from "../../src/schema/apply-schema-patch.ts";
import { canonicalJson } from "../../src/schema/canonical-json.ts";
import type { ChangeHints } from "../../src/schema/change-hints.ts";
import { diffSchemas } from "../../src/schema/diff-schemas.ts";
import { equalSchemas } from "../../src/schema/fingerprint-schema.ts";
import { invertSchemaPatch } from "../../src/schema/invert-schema-patch.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { schema } from "../../src/testing/arbitraries/schema.ts";
import { relatedSchemas } from "./related-schemas.ts";

const numRuns = 2000;

/** Two schemas of which either may be absent, and a rename of the first field wherever both have one. */
const pair = fc
  .tuple(relatedSchemas, fc.constantFrom("both", "both", "both", "before", "after"), fc.boolean())
  .map(([[before, after], present, renames]): [Schema | null, Schema | null, ChangeHints] => {
    const [old, now] = [before.fields[0]?.name, after.fields.at(-1)?.name];
    const renamed = new Map(
      renames && present === "both" && old !== undefined && now !== undefined ? [[old, now]] : [],
    );
    return [present === "after" ? null : before, present === "before" ? null : after, { renamed }];
  });

const json = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

describe("laws of the schema patch", () => {
  test("applying a difference to the schema before gives the schema after", () => {
    fc.assert(
      fc.property(pair, ([before, after, hints]) => {
        const diff = diffSchemas(before, after, hints);
        const result = diff === null ? before : applySchemaPatch(diff.patch, before);
        expect(canonicalJson(result)).toBe(canonicalJson(after));
      }),
      { numRuns },
    );
  });

  test("applying the inverse to the schema after gives the schema before", () => {
    fc.assert(
      fc.property(pair, ([before, after, hints]) => {
        const diff = diffSchemas(before, after, hints);
        const result = diff === null ? after : applySchemaPatch(invertSchemaPatch(diff.patch), after);
        expect(canonicalJson(result)).toBe(canonicalJson(before));
      }),
      { numRuns },
    );
  });

  test("the inverse of the inverse is the patch itself", () => {
    fc.assert(
      fc.property(pair, ([before, after, hints]) => {
        const patch = diffSchemas(before, after, hints)?.patch;
        const twice = patch && invertSchemaPatch(invertSchemaPatch(patch));
        expect(twice).toStrictEqual(patch);
      }),
      { numRuns },
    );
  });

  test("the difference is null exactly when the schemas are equal, and else it has changes", () => {
    fc.assert(
      fc.property(pair, ([before, after, hints]) => {
        const diff = diffSchemas(before, after, hints);
        expect(diff === null).toBe(canonicalJson(before) === canonicalJson(after));
        expect(diff?.changes.length).not.toBe(0);
      }),
      { numRuns },
    );
  });

  test("changes and patch survive JSON", () => {
    fc.assert(
      fc.property(pair, ([before, after, hints]) => {
        const diff = diffSchemas(before, after, hints);
        if (diff === null) return;
        expect(canonicalJson(json(diff))).toBe(canonicalJson(diff));
        expect(JSON.stringify(json(diff))).toBe(JSON.stringify(diff));
        expect(equalSchemas(applySchemaPatch(json(diff.patch), before), after)).toBe(true);
      }),
      { numRuns },
    );
  });

  test("a patch applied to any schema but the one it was made from is a PatchConflict", () => {
    fc.assert(
      fc.property(pair, fc.option(schema(), { nil: null }), ([before, after, hints], other) => {
        const patch = diffSchemas(before, after, hints)?.patch;
        for (const wrong of [other, after]) {
          if (patch === undefined || equalSchemas(wrong, before)) continue;
          expect(() => applySchemaPatch(patch, wrong)).toThrow(PatchConflict);
        }
      }),
      { numRuns },
    );
  });
});
