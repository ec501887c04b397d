import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { decodeConfig } from "../../src/workflow/config.ts";
import { parseConfigYaml } from "../../src/workflow/config-yaml.ts";
import { fromPetsardConfig } from "../../src/workflow/petsard-config.ts";
import { planConfig } from "../../src/workflow/plan.ts";
import { pyyamlReading } from "../../src/workflow/pyyaml-scalar.ts";
import { configEntries } from "./arbitraries.ts";
import { reasons, refusal } from "./refusal.ts";

const splitter = (params: string) =>
  decodeConfig(fromPetsardConfig(`Splitter:\n  sp: ${params}\n`)).modules[0]?.experiments;

test("a config without a Splitter is the same config", () => {
  fc.assert(
    fc.property(configEntries, (entries) => {
      fc.pre(!entries.some(([name]) => name === "Splitter"));
      expect(decodeConfig(fromPetsardConfig(entries))).toEqual(decodeConfig(entries));
    }),
  );
});

describe("num_samples", () => {
  test("becomes repeat, and is 1 in the params", () => {
    expect(
      splitter("{num_samples: 2, train_split_ratio: 0.8}")?.map(({ experimentName, params }) => [
        experimentName,
        params,
      ]),
    ).toEqual([
      ["sp_[2-1]", { num_samples: 1, train_split_ratio: 0.8 }],
      ["sp_[2-2]", { num_samples: 1, train_split_ratio: 0.8 }],
    ]);
  });

  test("is 1 unless written, and still numbers the name", () => {
    expect(splitter("{}")).toMatchObject([{ experimentName: "sp_[1-1]", params: { num_samples: 1 } }]);
  });

  test("means nothing outside the Splitter", () => {
    expect([...planConfig(fromPetsardConfig("Loader:\n  l: {num_samples: 3}\n")).experimentKeys()]).toEqual([
      "Loader[l]",
    ]);
  });

  test.each(["0", "-1", '"3"', "2.5", "null", "true", "[3]"])("%s is refused with its place", (value) => {
    const [issue] = refusal(() => splitter(`{num_samples: ${value}}`)).issues;
    expect(issue).toMatchObject({
      path: ["Splitter", "sp", "num_samples"],
      reason: expect.stringContaining("is not a whole number from 1") as string,
      position: { line: 2, column: 8 },
    });
  });

  test("does not stand beside repeat", () => {
    expect(reasons(() => splitter("{num_samples: 2, repeat: 2}"))).toEqual([
      "Splitter/sp/repeat: repeat stands beside num_samples, which means the same here",
    ]);
  });
});

test("the caller's object is not changed, and may be given twice", () => {
  const config = { Splitter: { sp: { num_samples: 2 } } };
  const first = decodeConfig(fromPetsardConfig(config));
  expect(config).toEqual({ Splitter: { sp: { num_samples: 2 } } });
  expect(decodeConfig(fromPetsardConfig(config))).toEqual(first);
});

test("everything wrong is told at once, whoever refuses it", () => {
  const text = "Splitter:\n  a: {num_samples: 0}\n  b: null\nLoader: {}\nExecutor: {log_level: DEBUG, output: x}\n";
  expect(reasons(() => fromPetsardConfig(text))).toEqual([
    "Splitter/a/num_samples: 0 is not a whole number from 1",
    "Splitter/b: the params are a mapping with text keys, not null",
    "Loader: the module has no experiment",
    "Executor/output: there is no such option",
  ]);
});

test.each([null, 3, [1, 2]])("%j is no config", (config) => {
  expect(reasons(() => fromPetsardConfig(config as never))[0]).toContain("a config is a mapping");
});

describe("words that PyYAML reads otherwise", () => {
  test.each([
    ["no", "no is false to PETsARD, and text here"],
    ["On", "On is true to PETsARD, and text here"],
    ["017", "017 is an octal number to PETsARD, and 17 here"],
    ["0o17", "0o17 is text to PETsARD, and 15 here"],
    ["08", "08 is text to PETsARD, and 8 here"],
    ["12:30", "12:30 is a number in base 60 to PETsARD, and text here"],
    ["1e3", "1e3 is text to PETsARD, and 1000 here"],
    ["1_000", "1_000 is a number to PETsARD, and text here"],
    ["2020-01-01", "2020-01-01 is a date to PETsARD, and text here"],
  ])("%s is refused", (word, reason) => {
    expect(reasons(() => fromPetsardConfig(`Loader:\n  l: {x: ${word}}\n`))).toEqual([`Loader/l/x: ${reason}`]);
    expect(() => parseConfigYaml(`Loader:\n  l: {x: ${word}}\n`)).not.toThrow();
    expect(() => fromPetsardConfig(`Loader:\n  l: {x: "${word}"}\n`)).not.toThrow();
  });

  test("as names they are the text as written", () => {
    expect([...planConfig(fromPetsardConfig("Loader:\n  no: {}\n  017: {}\n")).experimentKeys()]).toEqual([
      "Loader[no]",
      "Loader[017]",
    ]);
  });

  // Recorded with PyYAML 6.0.3.
  const same =
    "y n true True FALSE null ~ .5 5. 1. 1.0e+3 6.8523015e+5 +1 -0 0x1F .inf -.INF .nan tRUE Infinity 1.2.3 1-2 007 -00 +_1 1_x 0xg _ 20:30x -1.5 2020-1-1";
  const other =
    "yes NO on OFF 1e5 1E5 1.0e3 .5e3 +.5 -.5e-3 017 08 0o17 0b1 1_0.5 0x1_F +0x1F 1:2:3 190:20:30.15 5.e3 +12e3 1__0 2020-01-01 2020-1-1T1:00:00 2020-01-01T01:00:00Z";

  test.each(same.split(" "))("%s is the same to both", (word) => {
    expect(pyyamlReading(word, parse(word))).toBeUndefined();
  });

  test.each(other.split(" "))("%s is something else", (word) => {
    expect(pyyamlReading(word, parse(word))).toBeDefined();
  });
});
