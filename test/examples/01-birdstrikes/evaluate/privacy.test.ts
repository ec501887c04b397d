import { describe, expect, it } from "vitest";
import { gowerDistance, gowerYardstick } from "../../../../examples/01-birdstrikes/evaluate/gower.ts";
import { scorePrivacy } from "../../../../examples/01-birdstrikes/evaluate/privacy.ts";
import { splitRows } from "../../../../examples/01-birdstrikes/split.ts";
import { pickRows } from "../../../../examples/01-birdstrikes/table.ts";
import { realTable } from "../real-table.ts";

describe("Gower's distance", () => {
  const table = { speed: [100, 200, null, null], size: ["Small", "Large", "Small", "Small"] };
  const measured = gowerYardstick(table)(table);

  it("is 1 for rows at the ends of the range and in other categories", () => {
    expect(gowerDistance(measured, 0, measured, 1)).toBe(1);
  });

  it("counts a value missing on one side as different, on both as equal", () => {
    expect(gowerDistance(measured, 0, measured, 2)).toBe(0.5);
    expect(gowerDistance(measured, 2, measured, 3)).toBe(0);
  });

  it("takes a category the reference does not know as different from all", () => {
    const stranger = gowerYardstick(table)({ speed: [100], size: ["Huge"] });
    expect(gowerDistance(stranger, 0, measured, 0)).toBe(0.5);
  });
});

describe("privacy of real rows", () => {
  const rows = splitRows(3000, 0.4, 1);
  const train = pickRows(realTable, rows.train);
  const unseen = pickRows(realTable, rows.test);
  const value = (synthetic: typeof train, metric: string): number | undefined =>
    scorePrivacy(train, unseen, synthetic, 200, 1).find((score) => score.metric === metric)?.value;

  it("catches a synthesizer that copies its training rows", () => {
    expect(value(train, "exact copies")).toBe(1);
    expect(value(train, "closest record ratio")).toBe(0);
    expect(value(train, "closer than the closest 5 % unseen")).toBeGreaterThan(0.9);
  });

  it("finds unseen rows exactly as close as unseen rows", () => {
    expect(value(unseen, "closest record ratio")).toBe(1);
    expect(value(unseen, "closer than the closest 5 % unseen")).toBeLessThanOrEqual(0.05);
  });
});
