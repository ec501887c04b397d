import { describe, expect, it } from "vitest";
import {
  completeRows,
  fitDropOneHotMinMax,
} from "../../../../examples/01-birdstrikes/preprocess/drop-onehot-minmax.ts";
import { decodeTable, encodeTable, encodedNames } from "../../../../examples/01-birdstrikes/preprocess/encoder.ts";
import { pickRows } from "../../../../examples/01-birdstrikes/table.ts";
import { frozen, realTable } from "../real-table.ts";

const complete = frozen(pickRows(realTable, completeRows(realTable)));
const encoders = fitDropOneHotMinMax(complete, 20);
const encoded = frozen(encodeTable(encoders, complete));
const decoded = decodeTable(encoders, encoded);

describe("dropping rows, one-hot columns, min-max scaling", () => {
  it("keeps the 7,164 rows without a missing cell", () => {
    expect(complete["Speed IAS in knots"]).toHaveLength(7164);
    expect(complete["Speed IAS in knots"]).not.toContain(null);
  });

  it("keeps every value between 0 and 1", () => {
    const outside = Object.values(encoded).flatMap((column) => column.filter((value) => value < 0 || value > 1));
    expect(outside).toEqual([]);
  });

  it("has exactly one hot column per category and row", () => {
    for (const encoder of encoders) {
      if (encoder.kind !== "one-hot") continue;
      const columns = encodedNames(encoder).map((name) => encoded[name] ?? []);
      const hot = columns[0]?.map((_, row) => columns.reduce((sum, column) => sum + (column[row] ?? 0), 0));
      expect(new Set(hot)).toEqual(new Set([1]));
    }
  });

  it("restores columns with few categories, numbers and dates exactly", () => {
    for (const name of ["Phase of flight", "Wildlife Size", "Flight Date", "Speed IAS in knots", "Cost Total $"]) {
      expect(decoded[name]).toEqual(complete[name]);
    }
  });

  it("pools what is beyond the 19 most frequent of many categories, and keeps those apart", () => {
    const models = new Set(decoded["Aircraft Make Model"]);
    expect(models.size).toBe(20);
    expect(models).toContain("(other)");
    const changed = complete["Aircraft Make Model"]?.filter(
      (model, row) =>
        model !== decoded["Aircraft Make Model"]?.[row] && decoded["Aircraft Make Model"]?.[row] !== "(other)",
    );
    expect(changed).toEqual([]);
  });
});
