import { describe, expect, test } from "vitest";
import { SchemaError } from "../../src/schema/schema-error.ts";
import type { ChangeHints } from "../../src/schema/change-hints.ts";
import { columnFingerprints } from "../../src/schema/content-fingerprint.ts";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import { describeSchema } from "../../src/schema/describe-schema.ts";
import { diffSchemas } from "../../src/schema/diff-schemas.ts";
import type { FieldChange } from "../../src/schema/field-change.ts";
import type { Field, Schema } from "../../src/schema/schema.ts";

const of = (...fields: Field[]): Schema => decodeSchema({ fields });
const field = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "int64", nullable: false, ...more });
const named = (names: string): Schema => of(...Array.from(names, (name) => field(name)));
const changesOf = (before: Schema | null, after: Schema | null, hints?: ChangeHints): readonly FieldChange[] =>
  diffSchemas(before, after, hints)?.changes ?? [];

/** One line for each change: `UPDATE c position`. */
const brief = (changes: readonly FieldChange[]): string[] =>
  changes.map((change) =>
    [
      change.type,
      change.target.kind === "field" ? change.target.path.join(".") : "dataset",
      "aspects" in change ? change.aspects.join(",") : "",
    ]
      .join(" ")
      .trim(),
  );

describe("created and deleted", () => {
  test("a field only after is a CREATE with the whole field, and is additive", () => {
    const b = field("b", { type: "struct", children: [field("c")] });
    expect(changesOf(of(field("a")), of(field("a"), b))).toStrictEqual([
      { type: "CREATE", target: { kind: "field", path: ["b"] }, before: null, after: b, verdict: "additive" },
    ]);
  });

  test("a field only before is a DELETE with the whole field, and is breaking", () => {
    expect(changesOf(named("ab"), named("b"))).toStrictEqual([
      { type: "DELETE", target: { kind: "field", path: ["a"] }, before: field("a"), after: null, verdict: "breaking" },
    ]);
  });

  test("a Loader creates the dataset and each of its fields", () => {
    const after = decodeSchema({ fields: [field("a"), field("b")], rows: 3 });
    expect(brief(changesOf(null, after))).toStrictEqual(["CREATE dataset", "CREATE a", "CREATE b"]);
    expect(changesOf(null, after)[0]).toMatchObject({ before: null, after: { rows: 3 }, verdict: "additive" });
  });

  test("a module that gives back no frame deletes the dataset and each of its fields", () => {
    expect(brief(changesOf(named("ab"), null))).toStrictEqual(["DELETE dataset", "DELETE a", "DELETE b"]);
  });

  test("of no schema on either side there is nothing to tell", () => {
    expect(diffSchemas(null, null)).toBeNull();
  });
});

describe("updated and transformed", () => {
  test("a change of anything but the type is one UPDATE that names its aspects", () => {
    const before = field("a", { stats: { count: 2, nulls: 0 } });
    const after = field("a", { nullable: true, logical: "email", meta: { unit: "m" }, stats: { count: 2, nulls: 1 } });
    expect(changesOf(of(before), of(after))).toStrictEqual([
      {
        type: "UPDATE",
        target: { kind: "field", path: ["a"] },
        before: { nullable: false, stats: { count: 2, nulls: 0 } },
        after: { nullable: true, logical: "email", meta: { unit: "m" }, stats: { count: 2, nulls: 1 } },
        aspects: ["nullable", "logical", "meta", "stats"],
        verdict: "breaking",
      },
    ]);
  });

  test("a change of type is one TRANSFORM with a grade, carrying the other aspects too", () => {
    const before = field("a", { type: "int32" });
    const after = field("a", { type: "int64", logical: "primary_key" });
    expect(changesOf(of(before), of(after))).toStrictEqual([
      {
        type: "TRANSFORM",
        target: { kind: "field", path: ["a"] },
        before: { type: "int32" },
        after: { type: "int64", logical: "primary_key" },
        aspects: ["type", "logical"],
        grade: "widen",
        verdict: "compatible",
      },
    ]);
  });

  test.each([
    ["int64", "int32", "narrow", "breaking"],
    ["int64", "float64", "cast", "breaking"],
    ["utf8", "dictionary<int32,utf8>", "cast", "breaking"],
    ["null", "utf8", "widen", "compatible"],
  ])("from %s to %s is a %s and %s", (before, after, grade, verdict) => {
    const [change] = changesOf(of(field("a", { type: before })), of(field("a", { type: after })));
    expect(change).toMatchObject({ type: "TRANSFORM", grade, verdict });
  });

  test("losing nullability is compatible, gaining it is breaking", () => {
    const [strict, loose] = [of(field("a")), of(field("a", { nullable: true }))];
    expect(changesOf(loose, strict)[0]?.verdict).toBe("compatible");
    expect(changesOf(strict, loose)[0]?.verdict).toBe("breaking");
  });

  test("fewer rows are an UPDATE of the dataset", () => {
    const rows = (count: number): Schema => decodeSchema({ fields: [], rows: count });
    expect(changesOf(rows(5), rows(4))).toStrictEqual([
      {
        type: "UPDATE",
        target: { kind: "dataset" },
        before: { rows: 5 },
        after: { rows: 4 },
        aspects: ["rows"],
        verdict: "compatible",
      },
    ]);
  });
});

describe("order", () => {
  test("a field moved to the front is one UPDATE of its position, whatever it shifts", () => {
    expect(changesOf(named("abcde"), named("eabcd"))).toStrictEqual([
      {
        type: "UPDATE",
        target: { kind: "field", path: ["e"] },
        before: { position: 4 },
        after: { position: 0 },
        aspects: ["position"],
        verdict: "compatible",
      },
    ]);
  });

  test("fields shifted by a creation or deletion did not move", () => {
    expect(brief(changesOf(named("abcd"), named("xacyd")))).toStrictEqual(["DELETE b", "CREATE x", "CREATE y"]);
  });

  test("two fields that changed places are told by one of them", () => {
    expect(brief(changesOf(named("abc"), named("bac")))).toHaveLength(1);
  });
});

describe("nesting", () => {
  const struct = (...children: Field[]): Schema => of(field("s", { type: "struct", children }));

  test("a change inside a struct is its own change with a path, and the struct has none", () => {
    const changes = changesOf(struct(field("a"), field("b")), struct(field("a", { type: "utf8" }), field("c")));
    expect(brief(changes)).toStrictEqual(["DELETE s.b", "TRANSFORM s.a type", "CREATE s.c"]);
  });

  test("the item of a list is itself under any name", () => {
    const list = (name: string): Schema => of(field("l", { type: "list", children: [field(name)] }));
    expect(brief(changesOf(list("item"), list("element")))).toStrictEqual(["UPDATE l.element name"]);
  });

  test("from a plain field to a struct is a TRANSFORM that holds the children", () => {
    const [change] = changesOf(of(field("s")), struct(field("a")));
    expect(change).toMatchObject({
      type: "TRANSFORM",
      grade: "cast",
      aspects: ["type", "children"],
      before: { type: "int64" },
      after: { type: "struct", children: [field("a")] },
    });
  });

  test("a field that changes its struct is a DELETE and a CREATE", () => {
    const flat = of(field("s", { type: "struct", children: [] }), field("a"));
    const nested = of(field("s", { type: "struct", children: [field("a")] }));
    expect(brief(changesOf(flat, nested))).toStrictEqual(["DELETE a", "CREATE s.a"]);
  });
});

describe("names", () => {
  test("a renamed column is one UPDATE only when it was declared", () => {
    const [before, after] = [named("ab"), named("ac")];
    expect(brief(changesOf(before, after))).toStrictEqual(["DELETE b", "CREATE c"]);
    expect(changesOf(before, after, { renamed: { b: "c" } })).toStrictEqual([
      {
        type: "UPDATE",
        target: { kind: "field", path: ["c"] },
        before: { name: "b" },
        after: { name: "c" },
        aspects: ["name"],
        verdict: "breaking",
      },
    ]);
  });

  test("declared renames go before equal names, so that two columns can swap theirs", () => {
    const before = of(field("a"), field("b", { type: "utf8" }));
    const after = of(field("b"), field("a", { type: "utf8" }));
    expect(brief(changesOf(before, after, { renamed: { a: "b", b: "a" } }))).toStrictEqual([
      "UPDATE b name",
      "UPDATE a name",
    ]);
  });

  test("a column whose content occurs once on each side is renamed, and a copied column is not", () => {
    const data = { a: [1, 2], b: ["x", "y"] };
    const rename = (after: object): string[] => {
      const content = { before: columnFingerprints(data) ?? [], after: columnFingerprints(after) ?? [] };
      return brief(changesOf(describeSchema(data), describeSchema(after), { content }));
    };
    expect(rename({ a: [1, 2], c: ["x", "y"] })).toStrictEqual(["UPDATE c name"]);
    expect(rename({ a: [1, 2], c: [1, 2] })).toStrictEqual(["DELETE b", "CREATE c"]);
    expect(rename({ c: ["x", "y"], d: ["x", "y"] })).toStrictEqual(["DELETE a", "DELETE b", "CREATE c", "CREATE d"]);
  });

  test("of several equal names each is told apart by its occurrence", () => {
    const changes = changesOf(named("aa"), of(field("a"), field("a", { nullable: true })));
    expect(changes.map(({ target }) => target)).toStrictEqual([{ kind: "field", path: ["a"], occurrences: [1] }]);
  });

  test("names that break plain objects are ordinary names", () => {
    const hostile = ["__proto__", "constructor", "", "10", "then"];
    const before = of(...hostile.map((name) => field(name)));
    const after = of(...hostile.map((name) => field(name, { nullable: true })));
    expect(brief(changesOf(before, after))).toStrictEqual(hostile.map((name) => `UPDATE ${name} nullable`));
    const renamed = new Map([["__proto__", "x"]]);
    expect(brief(changesOf(of(field("__proto__")), named("x"), { renamed }))).toStrictEqual(["UPDATE x name"]);
  });
});

describe("declarations", () => {
  test("one-hot columns say which column they came from", () => {
    const derived = { x: ["a"], y: ["a"] };
    const changes = changesOf(named("a"), named("xy"), { derived });
    expect(changes.map((change) => ("derivedFrom" in change ? change.derivedFrom : undefined))).toStrictEqual([
      undefined,
      ["a"],
      ["a"],
    ]);
  });

  test("a column computed in place says so on its own change", () => {
    const changes = changesOf(named("ab"), of(field("a", { type: "float64" }), field("b")), {
      derived: { a: ["a", "b"] },
    });
    expect(changes).toMatchObject([{ type: "TRANSFORM", derivedFrom: ["a", "b"] }]);
  });

  test.each<readonly [string, ChangeHints]>([
    ['$.renamed["x"]', { renamed: { x: "b" } }],
    ['$.renamed["a"]', { renamed: { a: "x" } }],
    ['$.renamed["b"]', { renamed: { a: "b", b: "b" } }],
    ['$.derived["x"]', { derived: { x: ["a"] } }],
    ['$.derived["b"]', { derived: { b: ["toString"] } }],
    ['$.derived["b"]', { derived: { b: "a" as never } }],
  ])("a wrong declaration is refused at %s", (path, hints) => {
    const run = (): unknown => diffSchemas(named("ab"), named("ab"), hints);
    expect(run).toThrow(SchemaError);
    expect(run).toThrow(path);
  });
});
