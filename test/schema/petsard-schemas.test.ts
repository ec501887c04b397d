import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import { describeSchema } from "../../src/schema/describe-schema.ts";
import { diffSchemas } from "../../src/schema/diff-schemas.ts";
import type { FieldChange } from "../../src/schema/field-change.ts";
import { equalSchemas } from "../../src/schema/fingerprint-schema.ts";
import type { FieldStats, Json, Schema } from "../../src/schema/schema.ts";

interface RecordedField {
  readonly name: string | number;
  readonly dtype: string;
  readonly target_dtype: string;
  readonly logical_type: string | null;
  readonly nullable: boolean;
  readonly stats: { readonly [name: string]: Json } | null;
}
interface RecordedSchema {
  readonly fields: readonly RecordedField[];
  readonly stats: { readonly row_count: number };
}
type Edit = readonly [kind: string, field?: string | number, to?: string | number];
interface AttributeDifference {
  readonly kind: "added" | "removed" | "changed";
  readonly field: string | number;
  readonly attr?: "dtype" | "target_dtype" | "data_type" | "logical_type" | "nullable" | "stats";
}
interface Pair {
  readonly id: string;
  readonly edit: readonly Edit[];
  readonly before: RecordedSchema;
  readonly after: RecordedSchema;
  readonly attribute_diff: readonly AttributeDifference[];
  readonly order_same: boolean;
  readonly error?: { readonly message: string };
}

const recorded = JSON.parse(readFileSync(new URL("../vectors/schemas.json", import.meta.url), "utf8")) as {
  readonly pairs: readonly Pair[];
};
const pairs = recorded.pairs.filter(({ error }) => error === undefined);

/** pandas dtypes in Arrow's words. `Int64` and `int64` are one Arrow type: what tells them apart is kept in `meta`. */
const arrowTypes = new Map([
  ["int8", "int8"],
  ["int64", "int64"],
  ["Int64", "int64"],
  ["float16", "float16"],
  ["float32", "float32"],
  ["float64", "float64"],
  ["bool", "bool"],
  ["object", "utf8"],
  ["category[object]", "dictionary<int32,utf8>"],
  ["datetime64[ns]", "timestamp[ns]"],
  ["datetime64[ns, UTC]", "timestamp[ns,UTC]"],
]);

/**
 * A recorded schema as ours. `data_type` follows from `dtype` and is left out; `dtype`, `target_dtype` and the statistics
 * we have no word for go to `meta`, so that every recorded attribute is compared. A column label that is a number
 * becomes text.
 */
const schemaOf = ({ fields, stats }: RecordedSchema): Schema =>
  decodeSchema({
    rows: stats.row_count,
    fields: fields.map((field) => ({
      name: String(field.name),
      type: arrowTypes.get(field.dtype),
      nullable: field.nullable,
      logical: field.logical_type ?? undefined,
      stats: field.stats === null ? undefined : statsOf(field.stats),
      meta: {
        dtype: field.dtype,
        target_dtype: field.target_dtype,
        quantiles: field.stats?.["quantiles"],
        most_frequent: field.stats?.["most_frequent"],
      },
    })),
  });

const statsOf = (stats: { readonly [name: string]: Json }): unknown => ({
  count: stats["row_count"],
  nulls: stats["na_count"],
  distinct: stats["distinct_count"] ?? undefined,
  min: stats["min_value"] ?? undefined,
  max: stats["max_value"] ?? undefined,
  mean: stats["mean_value"] ?? undefined,
  std: stats["std_value"] ?? undefined,
});

const nameOf = ({ target }: FieldChange): string => (target.kind === "field" ? target.path.join(".") : "dataset");

/** Which recorded attribute each of our aspects answers to. */
const answers: { readonly [attr: string]: readonly string[] } = {
  dtype: ["type", "meta"],
  data_type: ["type", "meta"],
  target_dtype: ["meta"],
  logical_type: ["logical"],
  nullable: ["nullable"],
  stats: ["stats", "meta"],
};

const pairOf = (id: string): { before: Schema; after: Schema; changes: readonly FieldChange[] } => {
  const pair = pairs.find((candidate) => candidate.id === id);
  if (pair === undefined) throw new Error(`no pair ${id}`);
  const [before, after] = [schemaOf(pair.before), schemaOf(pair.after)];
  return { before, after, changes: diffSchemas(before, after)?.changes ?? [] };
};

describe("the pairs recorded from PETsARD 1.6.0", () => {
  test.each(pairs)(
    "$id: every recorded difference is one change, and there is no other",
    ({ before, after, ...pair }) => {
      const changes = diffSchemas(schemaOf(before), schemaOf(after))?.changes ?? [];
      const fieldChanges = changes.filter(({ target }) => target.kind === "field");
      const named = (type: string): string[] => fieldChanges.filter((change) => change.type === type).map(nameOf);
      const ofKind = (kind: string): string[] =>
        pair.attribute_diff.filter((difference) => difference.kind === kind).map(({ field }) => String(field));
      expect(named("CREATE").toSorted()).toStrictEqual(ofKind("added").toSorted());
      expect(named("DELETE").toSorted()).toStrictEqual(ofKind("removed").toSorted());
      expect([...named("UPDATE"), ...named("TRANSFORM")].toSorted()).toStrictEqual(
        [...new Set(ofKind("changed"))].toSorted(),
      );
      for (const { field, attr } of pair.attribute_diff.filter(({ kind }) => kind === "changed")) {
        const change = fieldChanges.find((candidate) => nameOf(candidate) === String(field));
        const aspects = change !== undefined && "aspects" in change ? change.aspects : [];
        expect(aspects.filter((aspect) => answers[attr ?? ""]?.includes(aspect))).not.toHaveLength(0);
      }
      expect(fieldChanges.some((change) => "aspects" in change && change.aspects.includes("position"))).toBe(
        !pair.order_same,
      );
    },
  );

  test.each(pairs)(
    "$id: equal schemas are exactly those without a recorded difference",
    ({ before, after, attribute_diff }) => {
      const same = attribute_diff.length === 0 && before.stats.row_count === after.stats.row_count;
      expect(equalSchemas(schemaOf(before), schemaOf(after))).toBe(same);
    },
  );
});

describe("what was done to the recorded data", () => {
  test.each([
    ["int_to_float", "age", "cast"],
    ["int_to_int8", "age", "narrow"],
    ["float_to_float32", "income", "narrow"],
    ["float_to_float16", "score", "narrow"],
    ["str_to_category", "city", "cast"],
    ["bool_to_int", "member", "cast"],
    ["datetime_to_str", "joined", "cast"],
    ["datetime_to_int", "joined", "cast"],
    ["datetime_to_tz", "joined", "cast"],
  ])("%s is one TRANSFORM of %s, graded %s", (id, name, grade) => {
    expect(pairOf(id).changes).toMatchObject([
      { type: "TRANSFORM", target: { path: [name] }, grade, verdict: "breaking" },
    ]);
  });

  test("a rename is one UPDATE when declared, and a DELETE and a CREATE when not, as PETsARD sees it", () => {
    const { before, after, changes } = pairOf("rename_one");
    expect(changes.map(({ type }) => type)).toStrictEqual(["DELETE", "CREATE"]);
    const declared = diffSchemas(before, after, { renamed: { note: "remark" } });
    expect(declared?.changes).toMatchObject([{ type: "UPDATE", before: { name: "note" }, after: { name: "remark" } }]);
  });

  test("numeric column labels are text, and can be declared as renames", () => {
    const { before, after } = pairOf("int_column_names");
    const renamed = new Map(before.fields.map(({ name }, i) => [name, String(i)]));
    expect(diffSchemas(before, after, { renamed })?.changes.map(({ type }) => type)).toStrictEqual(
      before.fields.map(() => "UPDATE"),
    );
  });

  test("dropped rows, which PETsARD calls identical, update the dataset and the stats of each field", () => {
    const { before, changes } = pairOf("drop_rows");
    expect(changes).toHaveLength(1 + before.fields.length);
    expect(changes[0]).toMatchObject({ type: "UPDATE", target: { kind: "dataset" }, aspects: ["rows"] });
  });

  test("gaining nulls is breaking and losing them is compatible", () => {
    expect(pairOf("nullable_on_float").changes).toMatchObject([{ type: "UPDATE", verdict: "breaking" }]);
    expect(pairOf("nullable_off_float").changes).toMatchObject([{ type: "UPDATE", verdict: "compatible" }]);
  });

  test("zero rows, at which PETsARD crashes, are described like any other frame", () => {
    const frame = (ages: Int32Array, cities: (string | null)[]): Schema | null => describeSchema({ ages, cities });
    const empty = frame(new Int32Array(0), []);
    expect(empty).toStrictEqual({
      rows: 0,
      fields: [
        { name: "ages", type: "int32", nullable: false, stats: { count: 0, nulls: 0, distinct: 0 } },
        { name: "cities", type: "null", nullable: true, stats: { count: 0, nulls: 0 } },
      ],
    });
    expect(diffSchemas(frame(Int32Array.of(1), ["x"]), empty)?.changes).toHaveLength(3);
  });

  test("our statistics of the recorded frame are PETsARD's", () => {
    const described = describeSchema({
      id: [1, 2, 3, 4],
      age: [30, 41, 25, 60],
      income: [1000.5, 2000, 1500.25, 99],
      city: ["Taipei", "台南", "Taipei", "Hualien"],
      score: [0.1, 0.2, 0.3, 0.4],
    });
    const expected = pairOf("identical").before.fields;
    for (const { name, type, nullable, stats } of described?.fields ?? []) {
      const theirs = expected.find((candidate) => candidate.name === name);
      expect([type, nullable]).toStrictEqual([theirs?.type, theirs?.nullable]);
      expect(stats).toMatchObject(closeTo(theirs?.stats));
    }
  });
});

/** PETsARD's numbers up to the last digits of another order of summing. */
const closeTo = (stats: FieldStats | undefined): object =>
  Object.fromEntries(
    Object.entries(stats ?? {}).map(([name, value]) => [
      name,
      typeof value === "number" ? expect.closeTo(value, 12) : value,
    ]),
  );
