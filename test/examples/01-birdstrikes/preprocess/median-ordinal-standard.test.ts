import { mean, standardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { decodeTable, encodeTable } from "../../../../examples/01-birdstrikes/preprocess/encoder.ts";
import { fitMedianOrdinalStandard } from "../../../../examples/01-birdstrikes/preprocess/median-ordinal-standard.ts";
import { frozen, realTable } from "../real-table.ts";

const encoders = fitMedianOrdinalStandard(realTable);
const encoded = frozen(encodeTable(encoders, realTable));

describe("median imputation, ordinal codes, standard scaling", () => {
  it("restores the original columns exactly, missing cells included", () => {
    expect(decodeTable(encoders, encoded)).toEqual(realTable);
  });

  it("leaves numbers only, none missing", () => {
    const isNumber = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);
    expect(Object.values(encoded).every((column) => column.every(isNumber))).toBe(true);
  });

  it("gives numeric columns mean 0 and standard deviation 1", () => {
    for (const name of ["Flight Date", "Cost Repair", "Speed IAS in knots"]) {
      const column = [...(encoded[name] ?? [])];
      expect(mean(column)).toBeCloseTo(0, 10);
      expect(standardDeviation(column)).toBeCloseTo(1, 10);
    }
  });

  it("counts the most frequent category as 0", () => {
    const night = realTable["Time of day"]?.indexOf("Night") ?? -1;
    expect(encoded["Time of day"]?.[0]).toBe(0);
    expect(encoded["Time of day"]?.[night]).toBe(1);
  });

  it("creates an indicator where cells were missing and drops the total, which adds up again", () => {
    expect(encoded["Speed IAS in knots missing"]?.filter((value) => value === 1)).toHaveLength(2836);
    expect(encoded).not.toHaveProperty(["Cost Total $"]);
  });

  it("survives being stored as JSON", () => {
    expect(JSON.parse(JSON.stringify(encoders))).toEqual(encoders);
  });

  it("refuses a category it was not fitted on", () => {
    const stranger = { ...realTable, "Time of day": realTable["Time of day"]?.with(0, "Noon") ?? [] };
    expect(() => encodeTable(encoders, stranger)).toThrow('"Noon" was not seen when "Time of day" was fitted.');
  });
});
