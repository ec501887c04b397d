import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PatchConflict } from "../../src/schema/patch-conflict.ts";
import { SchemaError } from "../../src/schema/schema-error.ts";
import { applySchemaPatch } from "../../src/schema/apply-schema-patch.ts";
import { decodeSchemaPatch } from "../../src/schema/decode-schema-patch.ts";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import { diffSchemas } from "../../src/schema/diff-schemas.ts";
import { equalSchemas } from "../../src/schema/fingerprint-schema.ts";
import type { Field, Schema } from "../../src/schema/schema.ts";
import type { SchemaPatch } from "../../src/schema/schema-patch.ts";
import { relatedSchemas } from "./related-schemas.ts";

const a: Field = { name: "a", type: "int64", nullable: false };
const of = (...fields: Field[]): Schema => decodeSchema({ fields });
const patchOf = (before: Schema | null, after: Schema | null): SchemaPatch => {
  const diff = diffSchemas(before, after);
  if (diff === null) throw new Error("equal");
  return diff.patch;
};

const conflictOf = (patch: SchemaPatch, schema: Schema | null): PatchConflict => {
  try {
    applySchemaPatch(patch, schema);
  } catch (error) {
    if (error instanceof PatchConflict) return error;
    throw error;
  }
  throw new Error("no conflict");
};

/** Replaces the n-th leaf of a JSON value, counting from 0 in the order of writing. */
const alterLeaf = (value: unknown, n: number, replacement: unknown): unknown => {
  let leaf = 0;
  return JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member !== "object" && leaf++ === n ? replacement : member,
  );
};

describe("a patch from outside", () => {
  test("is read back as it was written", () => {
    fc.assert(
      fc.property(relatedSchemas, fc.constantFrom("create", "delete", "alter"), ([before, after], kind) => {
        const patch = diffSchemas(kind === "create" ? null : before, kind === "delete" ? null : after)?.patch;
        fc.pre(patch !== undefined);
        expect(JSON.stringify(decodeSchemaPatch(JSON.parse(JSON.stringify(patch))))).toBe(JSON.stringify(patch));
      }),
      { numRuns: 2000 },
    );
  });

  test("that was altered is refused or gives the schema it promised, never a third", () => {
    const replacement = fc.oneof(fc.nat(3), fc.constantFrom("a", "int64", "stats", true, null, -1));
    fc.assert(
      fc.property(relatedSchemas, fc.nat(40), replacement, ([before, after], n, other) => {
        const patch = diffSchemas(before, after)?.patch;
        fc.pre(patch !== undefined);
        let result: Schema | null;
        try {
          result = applySchemaPatch(decodeSchemaPatch(alterLeaf(patch, n, other)), before);
        } catch (error) {
          return error instanceof PatchConflict || error instanceof SchemaError;
        }
        return equalSchemas(result, after);
      }),
      { numRuns: 3000 },
    );
  });

  test("throws nothing but SchemaError, whatever it is", () => {
    const value = fc.oneof(
      fc.anything(),
      fc.record({
        version: fc.constant(1),
        kind: fc.constantFrom("create", "alter"),
        from: fc.anything(),
        edits: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(value, (patch) => {
        expect(() => decodeSchemaPatch(patch)).toThrow(SchemaError);
      }),
      { numRuns: 2000 },
    );
  });

  test("of a later version is refused with what to do", () => {
    const patch = { ...patchOf(of(a), of()), version: 2 };
    expect(() => decodeSchemaPatch(patch)).toThrow(/\$\.version: .* later runstate/);
  });
});

describe("conflicts say where", () => {
  test("a changed attribute was something else", () => {
    const patch = patchOf(of(a), of({ ...a, nullable: true }));
    expect(conflictOf(patch, of({ ...a, nullable: true }))).toMatchObject({
      path: "$.fields[0].nullable",
      expected: false,
      found: true,
    });
  });

  test("a removed field is not there", () => {
    expect(conflictOf(patchOf(of(a), of()), of())).toMatchObject({
      path: "$.fields[0]",
      expected: a,
      found: undefined,
    });
  });

  test("an attribute inside a struct was something else", () => {
    const struct = (child: Field): Schema => of({ ...a, type: "struct", children: [child] });
    const patch = patchOf(struct(a), struct({ ...a, type: "utf8" }));
    expect(conflictOf(patch, struct({ ...a, type: "bool" })).path).toBe("$.fields[0].children[0].type");
  });

  test("a difference outside what the patch touches is told by fingerprints", () => {
    const patch = patchOf(of(a), of({ ...a, nullable: true }));
    const conflict = conflictOf(patch, of(a, { ...a, name: "b" }));
    expect(conflict).toMatchObject({ path: "$", expected: patch.from });
    expect(conflict.message).toContain("Apply it to the schema it was made from");
  });

  test("there should have been no schema, or one", () => {
    expect(conflictOf(patchOf(null, of(a)), of(a))).toMatchObject({ path: "$", expected: null });
    expect(conflictOf(patchOf(of(a), null), null)).toMatchObject({ path: "$", found: null });
  });
});
