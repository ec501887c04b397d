import { describe, expect, it } from "vitest";
import { decodedFrom, encodeTable, encodedFrom } from "../../../examples/01-birdstrikes/preprocess/encoder.ts";
import { completeRows, fitDropOneHotMinMax } from "../../../examples/01-birdstrikes/preprocess/drop-onehot-minmax.ts";
import { fitMedianOrdinalStandard } from "../../../examples/01-birdstrikes/preprocess/median-ordinal-standard.ts";
import { pickRows } from "../../../examples/01-birdstrikes/table.ts";
import { describeSchema } from "../../../src/schema/describe-schema.ts";
import type { Field } from "../../../src/schema/schema.ts";
import { realTable } from "./real-table.ts";

const fieldsOf = (table: object): ReadonlyMap<string, Field> =>
  new Map(describeSchema(table)?.fields.map((field) => [field.name, field]));

const loaded = fieldsOf(realTable);
const complete = pickRows(realTable, completeRows(realTable));
const ordinal = fitMedianOrdinalStandard(realTable);
const oneHot = fitDropOneHotMinMax(complete, 20);

describe("what a change tracker sees", () => {
  it("in the loaded table: text, one date, whole numbers, one column with missing cells", () => {
    expect(
      Map.groupBy(loaded.values(), ({ type }) => type)
        .entries()
        .map(([type, of]) => [type, of.length])
        .toArray(),
    ).toEqual([
      ["utf8", 9],
      ["timestamp[ms,UTC]", 1],
      ["int64", 4],
    ]);
    expect(
      loaded
        .values()
        .filter(({ nullable }) => nullable)
        .map(({ name }) => name)
        .toArray(),
    ).toEqual(["Speed IAS in knots"]);
  });

  it("after ordinal codes: types that change, one new indicator, one column less", () => {
    const after = fieldsOf(encodeTable(ordinal, realTable));
    expect(after.get("Wildlife Size")?.type).toBe("int64");
    expect(after.get("Speed IAS in knots")).toMatchObject({ type: "float64", nullable: false });
    expect([...after.keys()].filter((name) => !loaded.has(name))).toEqual(["Speed IAS in knots missing"]);
    expect([...loaded.keys()].filter((name) => !after.has(name))).toEqual(["Cost Total $"]);
  });

  it("after one-hot columns: all nine categories gone, and every new column says where it comes from", () => {
    const after = fieldsOf(encodeTable(oneHot, complete));
    expect([...loaded.keys()].filter((name) => !after.has(name))).toHaveLength(10);
    const created = [...after.keys()].filter((name) => !loaded.has(name));
    expect(Object.keys(encodedFrom(oneHot))).toEqual(created);
    expect(encodedFrom(oneHot)["Wildlife Size=Large"]).toEqual(["Wildlife Size"]);
  });

  it("after restoring: columns that say which columns they were made of", () => {
    expect(decodedFrom(ordinal)).toEqual({
      "Cost Total $": ["Cost Other", "Cost Repair"],
      "Speed IAS in knots": ["Speed IAS in knots", "Speed IAS in knots missing"],
    });
    expect(decodedFrom(oneHot)["Wildlife Size"]).toEqual([
      "Wildlife Size=Small",
      "Wildlife Size=Medium",
      "Wildlife Size=Large",
    ]);
  });
});
