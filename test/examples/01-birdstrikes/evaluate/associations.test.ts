import { describe, expect, it } from "vitest";
import { associationOf, scoreAssociations } from "../../../../examples/01-birdstrikes/evaluate/associations.ts";
import { correlationRatio } from "../../../../examples/01-birdstrikes/evaluate/correlation-ratio.ts";
import { cramersV } from "../../../../examples/01-birdstrikes/evaluate/cramers-v.ts";
import { randomFrom } from "../../../../examples/01-birdstrikes/random.ts";
import { realTable } from "../real-table.ts";

const repeat = (text: string, times: number): string[] => Array.from({ length: times }, () => text);

describe("Cramér's V", () => {
  // 2 × 2 with 30, 10, 10, 30: χ² = 20, φ² = 0.25; Bergsma: (0.25 - 1/79) / (2 - 1/79 - 1).
  it("of the table 30 10 10 30 is the value computed by hand", () => {
    const a = [...repeat("x", 40), ...repeat("y", 40)];
    const b = [...repeat("p", 30), ...repeat("q", 10), ...repeat("p", 10), ...repeat("q", 30)];
    expect(cramersV(a, b)).toBeCloseTo(Math.sqrt((0.25 - 1 / 79) / (1 - 1 / 79)), 12);
  });

  it("is 1 when one column determines the other, as an airport does its state's name", () => {
    const a = ["x", "y", "z", "x", "y", "z"];
    expect(
      cramersV(
        a,
        a.map((name) => `${name}!`),
      ),
    ).toBeCloseTo(1, 12);
  });

  it("of unrelated columns with many categories stays near 0, where the plain V is 0.17", () => {
    const random = randomFrom(5);
    const draw = (categories: number): string[] => Array.from({ length: 2000 }, () => String(random.index(categories)));
    expect(cramersV(draw(200), draw(60))).toBeLessThan(0.05);
  });
});

describe("correlation ratio", () => {
  // Means 1.5 and 5.5 around 3.5: 16 of 17 between, 1 within; ε² = 1 - (1/17) · 3/2.
  it("of two separate groups is the value computed by hand", () => {
    expect(correlationRatio(["a", "a", "b", "b"], [1, 2, 5, 6])).toBeCloseTo(Math.sqrt(1 - 1.5 / 17), 12);
  });

  it("of a constant is 0", () => {
    expect(correlationRatio(["a", "a", "b"], [1, 1, 1])).toBe(0);
  });
});

describe("associations between columns", () => {
  it("choose the measure by what the columns hold", () => {
    const { "Origin State": state = [], "Airport Name": airport = [], "Cost Repair": repair = [] } = realTable;
    expect(associationOf(state, airport).method).toBe("Cramér's V");
    expect(associationOf(repair, state)).toEqual(associationOf(state, repair));
    expect(associationOf(repair, repair)).toEqual({ method: "Spearman", strength: expect.closeTo(1, 10) });
  });

  it("leave out rows where a value is missing", () => {
    expect(associationOf([1, null, 2, 3, 9], [1, 7, 2, 3, null]).strength).toBeCloseTo(1, 12);
  });

  it("have no gap between a table and itself", () => {
    const gaps = scoreAssociations(realTable, realTable).filter(({ metric }) => metric === "association gap");
    expect(gaps).toHaveLength(91);
    expect(Math.max(...gaps.map(({ value }) => value))).toBe(0);
  });
});
