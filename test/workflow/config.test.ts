import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Config, type ConfigEntries, type ConfigInput, decodeConfig } from "../../src/workflow/config.ts";
import { configEntries } from "./arbitraries.ts";
import { reasons, refusal } from "./refusal.ts";

/** The config back as pairs, to compare with what was given. */
const entriesOf = (config: Config): ConfigEntries =>
  config.modules.map(({ moduleName, experiments }) => [
    moduleName,
    experiments.map(({ experimentName, params }) => [experimentName, params] as const),
  ]);

const namesOf = (config: Config): readonly string[] =>
  config.modules.flatMap(({ moduleName, experiments }) => experiments.map((e) => `${moduleName}/${e.experimentName}`));

const asMap = (entries: ConfigEntries): ConfigInput =>
  new Map(entries.map(([name, experiments]) => [name, new Map(experiments)]));

const asMapOfObjects = (entries: ConfigEntries): ConfigInput =>
  new Map(entries.map(([name, experiments]) => [name, Object.fromEntries(experiments)]));

const deepFreeze = <A>(value: A): A => {
  if (typeof value === "object" && value !== null && !(value instanceof Map)) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
};

const isDeepFrozen = (value: unknown): boolean =>
  typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));

describe("laws", () => {
  test("pairs come back as given, in order, integer-like names included", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        expect(entriesOf(decodeConfig(entries))).toEqual(entries);
      }),
    );
  });

  test("Maps say the same as pairs", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        expect(decodeConfig(asMap(entries))).toEqual(decodeConfig(entries));
      }),
    );
  });

  test("objects say the same as pairs, in the order JavaScript gives their names", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        const objects = asMapOfObjects(entries);
        const reordered = entries.map(
          ([name, experiments]) => [name, Object.entries(Object.fromEntries(experiments))] as const,
        );
        expect(decodeConfig(objects)).toEqual(decodeConfig(reordered));
      }),
    );
  });

  test("the input is neither changed nor frozen", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        const before = structuredClone(entries);
        decodeConfig(entries);
        expect(entries).toEqual(before);
        expect(Object.isFrozen(entries)).toBe(false);
        for (const [, experiments] of entries)
          for (const [, params] of experiments) expect(Object.isFrozen(params)).toBe(false);
        expect(decodeConfig(deepFreeze(before))).toEqual(decodeConfig(entries));
      }),
    );
  });

  test("params are frozen to the bottom", () => {
    fc.assert(
      fc.property(configEntries, (entries) => {
        for (const { experiments } of decodeConfig(entries).modules) {
          for (const { params } of experiments) expect(isDeepFrozen(params)).toBe(true);
        }
      }),
    );
  });

  test("a refused config names every problem, wherever the others are", () => {
    const wrong = fc.constantFrom<readonly [unknown, unknown]>(
      ["", {}],
      ["x_[a]", {}],
      ["x]_y", {}],
      [1, {}],
      ["n", null],
      ["r", { repeat: 0 }],
    );
    fc.assert(
      fc.property(configEntries, fc.array(wrong, { minLength: 1, maxLength: 4 }), (entries, broken) => {
        const modules = entries.map(([name, experiments], i) => [
          name,
          i === 0 ? [...broken, ...experiments] : experiments,
        ]);
        const found = refusal(() => decodeConfig(modules)).issues.length;
        expect(found).toBeGreaterThanOrEqual(broken.length);
      }),
    );
  });
});

describe("params", () => {
  const only = (params: unknown): unknown => decodeConfig([["M", [["e", params]]]]).modules[0]?.experiments[0]?.params;

  test("what the caller does to its object later changes nothing", () => {
    const params = { fields: ["a"], deep: { x: 1 } };
    const kept = only(params);
    params.fields.push("b");
    params.deep.x = 2;
    expect(kept).toEqual({ fields: ["a"], deep: { x: 1 } });
  });

  test("functions, dates, Maps and class instances are kept by reference, unfrozen", () => {
    const given = {
      run: () => 1,
      at: new Date(0),
      table: new Map([["a", 1]]),
      pattern: /x/u,
      none: undefined,
      big: 1n,
    };
    const kept = only(given) as typeof given;
    for (const key of ["run", "at", "table", "pattern", "none", "big"] as const) expect(kept[key]).toBe(given[key]);
    expect(Object.isFrozen(given.at)).toBe(false);
  });

  test("a shared part stays one object, so a graph of 2^60 paths is copied in 60 steps", () => {
    let shared: object = { leaf: true };
    for (let i = 0; i < 60; i += 1) shared = { left: shared, right: shared };
    const kept = only({ shared }) as { shared: { left: object; right: object } };
    expect(kept.shared.left).toBe(kept.shared.right);
  });

  test("a cycle is refused with its place", () => {
    const loop: Record<string, unknown> = {};
    loop["next"] = [{ back: loop }];
    expect(reasons(() => only({ loop }))).toEqual(["M/e/loop/next/0/back: the value contains itself"]);
    expect(reasons(() => only(loop))).toEqual(["M/e/next/0/back: the value contains itself"]);
  });

  test("over 100 levels are refused, also where sharing hides them", () => {
    const nest = (levels: number, inner: unknown): unknown => (levels === 0 ? inner : nest(levels - 1, { x: inner }));
    expect(only(nest(100, 1))).toEqual(nest(100, 1));
    expect(reasons(() => only(nest(102, 1)))[0]).toContain("nested over 100 levels");
    const shared = nest(60, 1);
    expect(reasons(() => only({ shallow: shared, deep: nest(60, shared) }))[0]).toContain("nested over 100 levels");
    let deepest: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) deepest = [deepest];
    expect(reasons(() => only({ deepest }))[0]).toContain("nested over 100 levels");
  });

  test("__proto__ is refused as a key of params, and pollutes nothing", () => {
    expect(reasons(() => only(JSON.parse('{"a": {"__proto__": {"polluted": true}}}')))).toEqual([
      "M/e/a/__proto__: a parameter may not be called __proto__",
    ]);
    expect("polluted" in {}).toBe(false);
  });

  test("a getter that throws is reported with its name", () => {
    const params = {
      get secret(): string {
        throw new Error("no");
      },
    };
    expect(reasons(() => only(params))).toEqual(["M/e/secret: reading it throws Error: no"]);
  });

  test.each([null, undefined, 3, "text", true, [1], [["a", 1]], new Date(0), new Map([[1, 2]])])(
    "%j are no params",
    (params) => {
      expect(reasons(() => only(params))[0]).toContain("M/e: the params are a mapping with text keys, not");
    },
  );

  test("a Map of params becomes an object", () => {
    expect(only(new Map([["a", 1]]))).toEqual({ a: 1 });
    expect(only({})).toEqual({});
    expect(only(Object.create(null))).toEqual({});
  });
});

describe("repeat", () => {
  const names = (repeat: unknown): readonly string[] => namesOf(decodeConfig({ M: { sp: { seed: 1, repeat } } }));

  test("expands to numbered names, padded to the width of N", () => {
    expect(names(1)).toEqual(["M/sp_[1-1]"]);
    expect(names(3)).toEqual(["M/sp_[3-1]", "M/sp_[3-2]", "M/sp_[3-3]"]);
    expect(names(100).slice(0, 1)).toEqual(["M/sp_[100-001]"]);
    expect(names(100).at(-1)).toBe("M/sp_[100-100]");
  });

  test("absent leaves the name as it is", () => {
    expect(namesOf(decodeConfig({ M: { sp: {} } }))).toEqual(["M/sp"]);
  });

  test("says on each experiment what was written, and leaves the params", () => {
    const [, second] = decodeConfig({ M: { sp: { seed: 1, repeat: 2 } } }).modules[0]?.experiments ?? [];
    expect(second).toEqual({
      experimentName: "sp_[2-2]",
      params: { seed: 1 },
      repeat: { index: 2, of: 2, name: "sp" },
    });
  });

  test.each([0, -1, 1.5, "3", true, null, Number.NaN, 1n, 2 ** 53])("%s is refused", (repeat) => {
    expect(reasons(() => names(repeat))[0]).toMatch(/^M\/sp\/repeat: .* is not a whole number from 1$/u);
  });

  test("a billion repeats are refused before they are expanded", () => {
    expect(refusal(() => names(1_000_000_000)).message).toContain("the plan has 1000000000 executions");
  });

  test("the numbered name keeps to 255 bytes", () => {
    expect(reasons(() => decodeConfig({ M: { ["x".repeat(250)]: { repeat: 2 } } }))[0]).toContain("256 bytes");
  });

  test("decoding the same object twice gives the same config", () => {
    const config = { Splitter: { sp: { repeat: 2 } } };
    expect(decodeConfig(config)).toEqual(decodeConfig(config));
  });
});

describe("the Executor section", () => {
  const options = (section: unknown): unknown =>
    decodeConfig([
      ["Executor", section],
      ["M", [["e", {}]]],
    ] as never).options;

  test("is decoded wherever it stands, in any form", () => {
    const section = { concurrency: 4, onFailure: "stop", maxExecutions: 10, retain: "leaves" };
    expect(options(section)).toEqual(section);
    expect(options(Object.entries(section))).toEqual(section);
    expect(decodeConfig({ M: { e: {} } }).options).toEqual({});
  });

  test("PETsARD's logging options are accepted and mean nothing", () => {
    expect(options({ log_output_type: "both", log_level: "DEBUG", log_dir: "logs", log_filename: "x.log" })).toEqual(
      {},
    );
  });

  test("an unknown option names the nearest legal one", () => {
    const { issues } = refusal(() => options({ concurency: 2, onfailure: "stop", colour: 1, __proto__x: 1 }));
    expect(issues.map(({ remedy }) => remedy)).toEqual([
      "Did you mean concurrency?",
      "Did you mean onFailure?",
      "There are concurrency, onFailure, maxExecutions, retain, resources.",
      "There are concurrency, onFailure, maxExecutions, retain, resources.",
    ]);
  });

  test("wrong values say what was expected", () => {
    expect(
      reasons(() => options({ concurrency: 0, onFailure: "ignore", maxExecutions: "many", retain: null })),
    ).toEqual([
      "Executor/concurrency: 0 is not a whole number from 1",
      'Executor/onFailure: "ignore" is not "continue" or "stop"',
      'Executor/maxExecutions: "many" is not a whole number from 1',
      'Executor/retain: null is not "all" or "leaves"',
    ]);
    expect(
      reasons(() =>
        options([
          ["concurrency", 1],
          ["concurrency", 2],
        ]),
      ),
    ).toEqual(["Executor/concurrency: the option is given twice"]);
    expect(reasons(() => options(null))).toEqual(["Executor: the section is a mapping of options, not null"]);
  });
});

describe("refused configs", () => {
  test("one error holds every problem, in the order of the config", () => {
    expect(
      reasons(() =>
        decodeConfig({
          "Lo[ader]": { a: {} },
          Splitter: { "": {}, ok: { repeat: -2 }, list: [] },
          Empty: {},
          Nothing: null,
          Text: "abc",
        }),
      ),
    ).toEqual([
      "Lo[ader]: a module name may not contain [ or ]",
      "Splitter/: the name is empty",
      "Splitter/ok/repeat: -2 is not a whole number from 1",
      "Splitter/list: the params are a mapping with text keys, not a list of 0",
      "Empty: the module has no experiment",
      "Nothing: the module is a mapping of experiments, not null",
      'Text: the module is a mapping of experiments, not "abc"',
    ]);
  });

  test.each([[{}], [[]], [new Map()], [{ Executor: {} }]])("%j has no module", (config) => {
    expect(reasons(() => decodeConfig(config))).toEqual([": the config has no module"]);
  });

  test.each([
    [null, "null"],
    ["text", '"text"'],
    [3, "3"],
    [[1, 2], "a list of 2"],
    [() => 1, "a function"],
    [Promise.resolve({ Loader: { a: {} } }), "a Promise"],
    [new Date(), "an instance of a class"],
  ])("%j is no config", (config, shown) => {
    expect(reasons(() => decodeConfig(config))[0]).toBe(`: a config is a mapping, not ${shown}`);
  });

  test("two names that look the same are refused, in one module and among modules", () => {
    expect(
      reasons(() =>
        decodeConfig([
          ["é", [["x", {}]]],
          [
            "e\u0301",
            [
              ["ñ", {}],
              ["n\u0303", {}],
            ],
          ],
        ]),
      ),
    ).toEqual(["e\u0301: the name looks the same as an earlier one (equal after Unicode NFC)"]);
    expect(
      reasons(() =>
        decodeConfig([
          [
            "M",
            [
              ["ñ", {}],
              ["n\u0303", {}],
            ],
          ],
        ]),
      )[0],
    ).toContain("looks the same");
    expect(
      reasons(() =>
        decodeConfig([
          [
            "M",
            [
              ["a", {}],
              ["a", {}],
            ],
          ],
        ]),
      ),
    ).toEqual(["M/a: the name is used twice"]);
    expect(
      namesOf(
        decodeConfig([
          ["M", [["a", {}]]],
          ["N", [["a", {}]]],
        ]),
      ),
    ).toEqual(["M/a", "N/a"]);
  });

  test("the message shows where, why and what to do, with marks escaped", () => {
    expect(refusal(() => decodeConfig({ M: { "a\u202eb": {} } })).message).toBe(
      String.raw`M › "a\u202eb": the name holds the text direction mark U+202E at position 2. Remove it: a name is printed on one line, in reading order.`,
    );
  });
});
