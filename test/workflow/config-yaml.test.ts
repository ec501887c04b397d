import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { ConfigError } from "../../src/error.ts";
import { type ConfigEntries, decodeConfig } from "../../src/workflow/config.ts";
import { parseConfigYaml } from "../../src/workflow/config-yaml.ts";
import { planConfig } from "../../src/workflow/plan.ts";
import { configEntries } from "./arbitraries.ts";
import { refusal } from "./refusal.ts";

const asMaps = (entries: ConfigEntries) => new Map(entries.map(([name, experiments]) => [name, new Map(experiments)]));

/** Decoded without positions, which only a text has. */
const decodeWithoutPlaces = (text: string) =>
  decodeConfig({ _tag: "ConfigDocument", sections: parseConfigYaml(text).sections, locate: () => undefined });

const messages = (text: string): readonly string[] =>
  refusal(() => decodeConfig(parseConfigYaml(text, { file: "c.yaml" }))).message.split("\n");

const names = (text: string): readonly string[] => [...planConfig(parseConfigYaml(text)).experimentKeys()];

const paramsOf = (params: string): unknown =>
  decodeConfig(parseConfigYaml(`M:\n  e: ${params}\n`)).modules[0]?.experiments[0]?.params;

describe("laws", () => {
  test("a config written as YAML says the same as its pairs", () => {
    fc.assert(
      fc.property(configEntries, fc.constantFrom("block" as const, "flow" as const), (entries, collectionStyle) => {
        // The writer leaves << unquoted, which merges.
        fc.pre(!entries.some(([name, experiments]) => [name, ...experiments.map(([e]) => e)].includes("<<")));
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

  test("no text, however broken, throws anything but a ConfigError with a place", () => {
    const token = fc.constantFrom(
      "a",
      "b",
      "10",
      ":",
      ": ",
      "- ",
      "? ",
      "\n",
      "\n  ",
      "  ",
      "\t",
      "{",
      "}",
      "[",
      "]",
      ",",
      "&x ",
      "*x",
      "<<: ",
      "!!str ",
      "!t ",
      "|\n",
      ">\n",
      '"',
      "'",
      "#",
      "---\n",
      "...\n",
      "%YAML 1.1\n",
      "%TAG ! x\n",
      "null",
      "~",
      "1e999",
      "99999999999999999999",
      "\u0000",
      "\ud800",
      "repeat: 2",
      "Executor: ",
      "__proto__: ",
      "é",
      "\ufeff",
      "\r",
      "@",
      "`",
    );
    const hostile = fc.oneof(
      fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const issues = outcome(text);
        expect(issues.every(({ reason, remedy }) => reason !== "" && remedy !== "")).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

/** The issues of a text, none when it is a config; anything but a ConfigError escapes. */
const outcome = (text: string) => {
  try {
    planConfig(parseConfigYaml(text), { maxExecutions: 1000 });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
};

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

describe("what is refused, with line and column", () => {
  test.each([
    ["M:\n  e: {}\n  e: {}\n", "c.yaml:3:3: M › e: the key stands already on line 2. Rename one of the two."],
    ['M:\n  1: {}\n  "1": {}\n', "c.yaml:3:3: M › 1: the key stands already on line 2. Rename one of the two."],
    ["M: {e: {}}\nM: {f: {}}\n", "c.yaml:2:1: M: the key stands already on line 1. Rename one of the two."],
    [
      "M:\n  é: {}\n  e\u0301: {}\n",
      'c.yaml:3:3: M › "e\u0301": the name looks the same as an earlier one (equal after Unicode NFC). Rename one of the two.',
    ],
    [
      "M:\n  e: {x: 9007199254740993}\n",
      "c.yaml:2:10: M › e › x: 9007199254740993 is a number that cannot be held exactly. Put it in quotes to keep it as text.",
    ],
    [
      "M:\n  e: {x: 1e400}\n",
      "c.yaml:2:10: M › e › x: 1e400 is a number that cannot be held exactly. Put it in quotes to keep it as text.",
    ],
    [
      "M:\n  e: &e {x: *e}\n",
      "c.yaml:2:13: M › e › x: *e stands inside the value it repeats. Write the value out: a config is a tree.",
    ],
    [
      "M:\n  e: {x: *y}\n",
      "c.yaml:2:10: M › e › x: no earlier value is marked &y. Mark the value with &y above this line.",
    ],
    [
      "M:\n  e: {<<: 3}\n",
      'c.yaml:2:7: M › e › "<<": << takes a mapping or a list of mappings. Write <<: *name, or put << in quotes to use it as a name.',
    ],
    [
      "M:\n  e: {__proto__: 1}\n",
      "c.yaml:2:7: M › e › __proto__: a parameter may not be called __proto__. Give it another name.",
    ],
    ["M:\n  : {}\n", "c.yaml:2:3: M: a key is missing or not text. Write the key as a word or in quotes."],
    [
      "M:\n  e: {<<: {x: 1}, x: 2, x: 3}\n",
      "c.yaml:2:25: M › e › x: the key stands already on line 2. Rename one of the two.",
    ],
    [
      "%YAML 1.1\n---\nM: {e: {}}\n",
      "c.yaml:1:1: config: the directive %YAML 1.1 is refused. Remove it: configs are YAML 1.2, and under 1.1 `no` and `12:30` mean false and 750.",
    ],
    ["%TAG ! tag:x,2000:\n---\nM: {e: {}}\n", "c.yaml:1:1: config: the directive %TAG ! tag:x,2000: is refused."],
    [
      "M: {e: {}}\n---\nN: {e: {}}\n",
      "c.yaml:2:1: config: a second document begins. Write one document per file: remove the `---`.",
    ],
    ["M:\n  e: !python/object {x: 1}\n", "c.yaml:2:6: config: this is not YAML 1.2: Unresolved tag: !python/object."],
    [
      "M:\n  e: {x: !!binary aGk=}\n",
      "c.yaml:2:10: config: this is not YAML 1.2: Unresolved tag: tag:yaml.org,2002:binary.",
    ],
    [
      "M:\n\te: {}\n",
      "c.yaml:2:1: config: this is not YAML 1.2: Tabs are not allowed as indentation. Indent with spaces.",
    ],
    [
      "M:\n  ? [a]\n  : {}\n",
      "c.yaml:2:5: config: this is not YAML 1.2: With stringKeys, all keys must be strings. Write the key as one word or in quotes.",
    ],
    [
      "M:\n  e: {}\n  Executor_[2-1]: {}\n",
      'c.yaml:3:3: M › Executor_[2-1]: a name ending in "_[…]" is reserved for repeated experiments.',
    ],
    ["", "c.yaml:1:1: config: the text holds no config."],
    ["# only a comment\n", "c.yaml:1:1: config: the text holds no config."],
    ["- M\n", "c.yaml:1:1: config: a config is a mapping, not a list of 1."],
    ["M:\n", "c.yaml:1:1: M: the module is a mapping of experiments, not null."],
    [
      "M:\n  e:\n",
      "c.yaml:2:3: M › e: the params are a mapping with text keys, not null. Write {} for an experiment without params.",
    ],
    ["M:\n  e:\n    repeat: two\n", 'c.yaml:3:5: M › e › repeat: "two" is not a whole number from 1.'],
    [
      "Executor:\n  concurency: 2\nM: {e: {}}\n",
      "c.yaml:2:3: Executor › concurency: there is no such option. Did you mean concurrency?",
    ],
  ])("%j", (text, expected) => {
    expect(messages(text)[0]).toContain(expected);
  });

  test("all of them at once", () => {
    const text = "M:\n  '': {}\n  e: {repeat: 0}\nN: {}\nExecutor: {concurrency: no}\n";
    expect(messages(text).map((message) => message.slice(0, message.indexOf(" ")))).toEqual([
      "c.yaml:2:3:",
      "c.yaml:3:7:",
      "c.yaml:4:1:",
      "c.yaml:5:12:",
    ]);
  });

  test("syntax errors too, up to a hundred", () => {
    expect(messages("M: {e: {}\nN: ]\n").length).toBeGreaterThan(1);
    expect(refusal(() => parseConfigYaml("}".repeat(1000))).issues).toHaveLength(101);
  });
});

describe("limits", () => {
  test("1 MiB by default, counted in UTF-8", () => {
    expect(refusal(() => parseConfigYaml("#".repeat(1_048_577))).message).toContain("over 1048576 bytes");
    expect(refusal(() => parseConfigYaml("é".repeat(6), { maxBytes: 11 })).message).toContain("over 11 bytes");
    expect(refusal(() => parseConfigYaml("é".repeat(6), { maxBytes: 12 })).message).not.toContain("bytes");
  });

  test("100 levels of nesting", () => {
    const nested = (levels: number): string => `M: {e: {x: ${"[".repeat(levels)}${"]".repeat(levels)}}}`;
    expect(paramsOf(`{x: ${"[".repeat(90)}${"]".repeat(90)}}`)).toBeDefined();
    expect(refusal(() => parseConfigYaml(nested(100))).message).toContain("the text is nested over 100 levels");
  });

  test("twenty thousand experiments are read in linear time", () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `  e${i}: {seed: ${i}}`);
    expect(names(`M:\n${lines.join("\n")}\n`)).toHaveLength(20_000);
  });
});

describe("hostile texts end as a ConfigError in the time of a few honest ones", () => {
  /** Of this thread: other tests run at the same time. */
  const processorMs = (act: () => void): number => {
    const before = process.threadCpuUsage();
    act();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  // An honest text of nearly 1 MiB. Seen: 0.45 to 0.6 s on a machine on which the slowest below took 0.55 to 0.8.
  let honestMs = 0;
  beforeAll(() => {
    const honest = `M:\n${Array.from({ length: 30_000 }, (_, i) => `  experiment-number-${i}: {}\n`).join("")}`;
    honestMs = processorMs(() => planConfig(parseConfigYaml(honest)));
  });
  const full = (piece: string): string => piece.repeat(Math.floor(1_048_576 / piece.length));
  const bomb = (width: number, depth: number): string =>
    [
      `a0: &a0 [${Array.from({ length: width }, () => "x").join(",")}]`,
      ...Array.from(
        { length: depth },
        (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: width }, () => `*a${i}`).join(",")}]`,
      ),
    ].join("\n");
  const numbered = (length: number, line: (i: number) => string): string =>
    Array.from({ length }, (_, i) => line(i)).join("");
  const merges = `base: &b {${numbered(10_000, (i) => `k${i}: 1,`)}}\nM:\n${numbered(10_000, (i) => `  e${i}: {<<: *b}\n`)}`;
  const manyKeys = (key: string): string =>
    `M:\n${Array.from({ length: 50_000 }, (_, i) => `  ${key}${i % 2 === 0 ? "" : i}: {}`).join("\n")}\n`;

  test.each([
    ["a 9 × 9 alias bomb", bomb(9, 9)],
    ["a 2 × 60 alias bomb", bomb(2, 60)],
    ["a bomb of merges", merges],
    ["as many errors as the tokens allow", "[]".repeat(170_000)],
    ["as much nesting as the tokens allow", "[".repeat(300_000)],
    ["a cycle", "M: &m {e: *m}"],
    ["25 000 equal keys", manyKeys("k")],
    [
      "nesting hidden in aliases",
      `M:\n  e0: &e0 {x: 1}\n${Array.from({ length: 5000 }, (_, i) => `  e${i + 1}: &e${i + 1} {x: *e${i}}`).join("\n")}\n`,
    ],
    ...[
      "[",
      "{",
      "- ",
      "? ",
      "a: ",
      "{a: ",
      "[a,",
      "}",
      "[]",
      '"',
      "'",
      "&a ",
      "*a ",
      "!!x ",
      "! ",
      "%A\n",
      "---\n",
      "...\n",
      "a:\n",
      "- a\n",
      ": \n",
      "|\n",
      "x\n",
      "#\n",
      "\n",
      "\t",
      "\r",
      "a: &a [*a]\n",
      "a: {<<: *a}\n",
      "- 99999999999999999999\n",
      "\u0000",
      "\ud800",
    ].map((piece): [string, string] => [`1 MiB of ${JSON.stringify(piece)}`, full(piece)] as const),
  ])("%s", (_name, text) => {
    expect(processorMs(() => refusal(() => planConfig(parseConfigYaml(text))))).toBeLessThan(6 * honestMs);
  });
});
