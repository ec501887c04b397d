import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type ConfigEntries, decodeConfig } from "../../src/workflow/config.ts";
import { parseConfigYaml } from "../../src/workflow/config-yaml.ts";
import { planConfig } from "../../src/workflow/plan.ts";
import { configEntries } from "./arbitraries.ts";

const asMaps = (entries: ConfigEntries) => new Map(entries.map(([name, experiments]) => [name, new Map(experiments)]));

/** Decoded without positions, which only a text has. */
const decodeWithoutPlaces = (text: string) =>
  decodeConfig({ _tag: "ConfigDocument", sections: parseConfigYaml(text).sections, locate: () => undefined });

const names = (text: string): readonly string[] => [...planConfig(parseConfigYaml(text)).experimentKeys()];

const paramsOf = (params: string): unknown =>
  decodeConfig(parseConfigYaml(`M:\n  e: ${params}\n`)).modules[0]?.experiments[0]?.params;

describe("laws", () => {
  test("a config written as YAML says the same as its pairs", () => {
    fc.assert(
      fc.property(configEntries, fc.constantFrom("block" as const, "flow" as const), (entries, collectionStyle) => {
        // The writer leaves << unquoted, which merges: as a name, and within params.
        fc.pre(!JSON.stringify(entries).includes('"<<"'));
        const text = stringify(asMaps(entries), { collectionStyle, aliasDuplicateObjects: false });
        expect(decodeWithoutPlaces(text)).toEqual(decodeConfig(entries));
      }),
    );
  });

  test("JSON is YAML", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        const object = Object.fromEntries(
          entries.map(([name, experiments]) => [name, Object.fromEntries(experiments)]),
        );
        expect(decodeWithoutPlaces(JSON.stringify(object))).toEqual(decodeConfig(object));
      }),
    );
  });

  test("every experiment stands on the line it was written on", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        const lines = entries.flatMap(([name, experiments]) => [
          `${JSON.stringify(name)}:`,
          ...experiments.map(([experiment]) => `  ${JSON.stringify(experiment)}: {}`),
        ]);
        const { modules } = decodeConfig(parseConfigYaml(lines.join("\n"), { file: "c.yaml" }));
        const placed = modules.flatMap(({ moduleName, position, experiments }) =>
          [{ name: moduleName, position }].concat(
            experiments.map((e) => ({ name: e.experimentName, position: e.position })),
          ),
        );
        placed.forEach(({ name, position }, i) => {
          expect(lines[(position?.line ?? 0) - 1]).toContain(JSON.stringify(name));
          expect(position).toMatchObject({ file: "c.yaml", line: i + 1 });
        });
      }),
    );
  });
});

describe("what YAML says", () => {
  test("order is kept, and names are the text as written", () => {
    expect(
      names(
        "M:\n  b: {}\n  10: {}\n  2: {}\n  007: {}\n  1.0: {}\n  1: {}\n  no: {}\n  null: {}\n  0x1F: {}\n  __proto__: {}\n",
      ),
    ).toEqual(["b", "10", "2", "007", "1.0", "1", "no", "null", "0x1F", "__proto__"].map((name) => `M[${name}]`));
  });

  test("scalars are those of YAML 1.2", () => {
    expect(
      paramsOf(
        '{a: no, b: on, c: 12:30:45, d: 017, e: 0o17, f: 0x1F, g: 1e3, h: .inf, i: .nan, j: ~, k: true, l: "1", m: 2020-01-01, n: -0}',
      ),
    ).toEqual({
      a: "no",
      b: "on",
      c: "12:30:45",
      d: 17,
      e: 15,
      f: 31,
      g: 1000,
      h: Infinity,
      i: NaN,
      j: null,
      k: true,
      l: "1",
      m: "2020-01-01",
      n: 0,
    });
  });

  test("anchors repeat a value, and << merges one: what is written out wins", () => {
    const text = `
M:
  a: &base {epochs: 10, fields: [x]}
  b: *base
  c: {<<: *base, epochs: 20}
  d: {epochs: 30, <<: *base}
  e: {<<: [{epochs: 1}, *base], seed: 3}
  f: {"<<": 1}
`;
    expect(decodeWithoutPlaces(text).modules[0]?.experiments.map(({ params }) => params)).toEqual([
      { epochs: 10, fields: ["x"] },
      { epochs: 10, fields: ["x"] },
      { epochs: 20, fields: ["x"] },
      { epochs: 30, fields: ["x"] },
      { epochs: 1, fields: ["x"], seed: 3 },
      { "<<": 1 },
    ]);
  });

  test("one anchor may be used a thousand times", () => {
    const uses = Array.from({ length: 1000 }, (_, i) => `  e${i}: *base\n`).join("");
    expect(names(`M:\n  base: &base {x: [1, 2, 3]}\n${uses}`)).toHaveLength(1001);
  });

  test("a byte order mark and Windows line ends are no matter", () => {
    expect(names("\ufeffM:\r\n  e: {}\r\n")).toEqual(["M[e]"]);
  });

  test("inner params can be located too, for errors found later", () => {
    const { locate } = parseConfigYaml("M:\n  e:\n    list:\n      - a\n      - b: 1\n", { file: "c.yaml" });
    expect(locate(["M", "e", "list", 1, "b"])).toEqual({ file: "c.yaml", line: 5, column: 9 });
    expect(locate(["M", "e", "list", "1"])).toEqual({ file: "c.yaml", line: 5, column: 9 });
    expect(locate(["M", "e", "missing", "deeper"])).toEqual({ file: "c.yaml", line: 2, column: 3 });
    expect(locate([])).toBeUndefined();
  });
});
