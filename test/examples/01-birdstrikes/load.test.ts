import { describe, expect, it } from "vitest";
import { parseBirdstrikes, readDataset } from "../../../examples/01-birdstrikes/load.ts";
import { realTable } from "./real-table.ts";

const header = readDataset("birdstrikes.csv").split("\n", 1)[0] ?? "";

describe("the loaded table", () => {
  it("has 14 columns of 10,000 cells", () => {
    expect(Object.values(realTable).map((column) => column.length)).toEqual(Array.from({ length: 14 }, () => 10_000));
  });

  it("misses 2,836 speeds and nothing else", () => {
    const missing = Object.entries(realTable).map(([name, cells]) => [
      name,
      cells.filter((cell) => cell === null).length,
    ]);
    expect(missing.filter(([, count]) => count !== 0)).toEqual([["Speed IAS in knots", 2836]]);
  });

  it("holds numbers as numbers and dates as dates", () => {
    expect(realTable["Flight Date"]?.[0]).toEqual(new Date("1990-01-08T00:00:00Z"));
    expect(realTable["Speed IAS in knots"]?.[0]).toBe(300);
    expect(realTable["Aircraft Make Model"]?.[0]).toBe("T-38A");
  });

  it("stops at the row limit", () => {
    expect(parseBirdstrikes(readDataset("birdstrikes.csv"), 12)["Wildlife Size"]).toHaveLength(12);
  });
});

describe("a wrong file", () => {
  it("is refused with the column and the row", () => {
    const row = "A,B,None,1990-01-08,C,Texas,Climb,Large,Gull,Day,0,0,0";
    expect(() => parseBirdstrikes(`${header}\n${row},fast`)).toThrow(
      '"fast" at column "Speed IAS in knots", row 1 is no integer.',
    );
    expect(() => parseBirdstrikes("a,b\n1,2")).toThrow('Nothing at column "Airport Name", row 1');
    expect(() => parseBirdstrikes(`${header}\n${row}`)).toThrow("The CSV is broken in row 0");
  });
});
