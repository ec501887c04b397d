import { describe, expect, it } from "vitest";

import { formatNumbers } from "../../src/cli/format-numbers.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { renderResults } from "../../src/cli/render-results.ts";
import type { ResultTable } from "../../src/cli/result-tables.ts";
import { wrapHead } from "../../src/cli/wrap-head.ts";

const page = { width: 80, paint: noPaint };

describe("a table of results", () => {
  const tableOf = (rows: number, values: (row: number) => ResultTable["rows"][number]["values"]): ResultTable => ({
    common: {},
    varying: ["Data", "Fit"],
    fields: Object.keys(values(0)),
    rows: Array.from({ length: rows }, (_, row) => ({
      key: "",
      experiments: { Data: row % 4 < 2 ? "first_data_set" : "second_data_set", Fit: row % 2 === 0 ? "slow" : "fast" },
      values: values(row),
    })),
  });
  const three = (row: number) => ({ "correlation ratio": row / 3, mean_absolute_error: 12.5, label: "x" });
  const rendered = (table: ResultTable, width: number): string => renderResults([table], 0, { ...page, width });

  it("has its heads on more lines, then experiments as titles, then fewer fields where the page is narrow", () => {
    const table = tableOf(4, three);
    expect(rendered(table, 80)).toMatchInlineSnapshot(`
      "  Data             Fit   correlation ratio  mean_absolute_error  label
        first_data_set   slow             0                      12.5  x
                         fast             0.3333                 12.5  x
        second_data_set  slow             0.6667                 12.5  x
                         fast             1                      12.5  x"
    `);
    expect(rendered(table, 60)).toMatchInlineSnapshot(`
      "                         correlation  mean_absolute_
        Data             Fit         ratio           error  label
        first_data_set   slow       0                 12.5  x
                         fast       0.3333            12.5  x
        second_data_set  slow       0.6667            12.5  x
                         fast       1                 12.5  x"
    `);
    expect(rendered(table, 42)).toMatchInlineSnapshot(`
      "                           mean_
                correlation  absolute_
          Fit         ratio      error  label
        Data[first_data_set]
          slow       0            12.5  x
          fast       0.3333       12.5  x
        Data[second_data_set]
          slow       0.6667       12.5  x
          fast       1            12.5  x"
    `);
    expect(rendered(table, 24)).toMatchInlineSnapshot(`
      "    Fit   correlatio…
        Data[first_data_set]
          slow       0
          fast       0.3333
        Data[second_data_set]
          slow       0.6667
          fast       1
        … 2 more columns: --j…"
    `);
  });

  it("fits every page that has room for one number", () => {
    const wide = tableOf(4, (row) => Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`field ${n}`, row * n])));
    for (const table of [wide, tableOf(3, three)])
      for (let width = 24; width < 200; width++) {
        const lines = rendered(table, width).split("\n");
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        expect(lines.filter((line) => /(?:slow|fast) .*\d/u.test(line))).toHaveLength(table.rows.length);
      }
  });

  it("is folded beyond 40 rows, and so are more than ten tables", () => {
    const lines = rendered(tableOf(45, three), 80).split("\n");
    expect(lines).toHaveLength(1 + 40 + 1);
    expect(lines.at(-1)).toBe("  … 5 more rows: --json has all");
    expect(rendered(tableOf(40, three), 80)).not.toContain("more");
    const tables = Array.from({ length: 12 }, () => tableOf(1, three));
    expect(renderResults(tables, 1, page).split("\n").slice(-2)).toEqual([
      "  … 2 more tables: --json has all",
      "  1 experiment has no result",
    ]);
  });

  it("writes names and texts as they may be seen, and cuts them", () => {
    const table = {
      common: { "Sc\u202eore": "\u001b[2J" },
      varying: ["Da\nta"],
      fields: ["f\tield", "x".repeat(90)],
      rows: ["a\u001b[31m", "b".repeat(90)].map((name) => ({
        key: "",
        experiments: { "Da\nta": name },
        values: { "f\tield": "\u200b", ["x".repeat(90)]: "y".repeat(90) },
      })),
    };
    const text = renderResults([table], 0, { ...page, width: 160 });
    expect(text).toMatchInlineSnapshot(`
      "  Sc\\u202eore[\\u001b[2J]
          Da\\nta                                    f\\tield  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          a\\u001b[31m                               \\u200b   yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
          bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…  \\u200b   yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…"
    `);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u200b\u202e]/u);
    // However long the names are, the page has room for numbers.
    const numbers = {
      ...table,
      fields: ["n"],
      rows: table.rows.map(({ key, experiments }) => ({ key, experiments, values: { n: 0.125 } })),
    };
    expect(rendered(numbers, 40).match(/0\.125$/gmu)).toHaveLength(2);
  });
});

describe("the numbers of a column", () => {
  it.each([
    [
      [0.152_23, 0.0921, 0.000_123, 0],
      ["0.1522", "0.0921", "0.00012", "0"],
    ],
    [
      [0.002, 0.006],
      ["0.002", "0.006"],
    ],
    [
      [123_456.7, 0.5],
      ["123457", "0.50"],
    ],
    [
      [1e-12, -2.5e-12],
      ["1.000e-12", "-2.500e-12"],
    ],
    [
      [1, 1e21, 12_345_678],
      ["1", "1e+21", "12345678"],
    ],
    [[1.000_001], ["1.0"]],
    [
      [-0.5, Number.NaN, Number.POSITIVE_INFINITY],
      ["-0.5", "NaN", "Infinity"],
    ],
  ])("%j read %j", (values, texts) => {
    expect(formatNumbers(values)).toEqual(texts);
  });
});

it("a head is wrapped at spaces and underscores", () => {
  expect(wrapHead("correlation ratio gap", 2)).toEqual(["correlation", "ratio gap"]);
  expect(wrapHead("mean_absolute_error", 3)).toEqual(["mean_", "absolute_", "error"]);
  expect(wrapHead("", 1)).toEqual([""]);
});
