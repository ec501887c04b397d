/** What is refused of a YAML text is told with its line and column. */
import { describe, expect, test } from "vitest";
import { decodeConfig } from "../../src/workflow/config.ts";
import { parseConfigYaml } from "../../src/workflow/config-yaml.ts";
import { refusal } from "./refusal.ts";

const messages = (text: string): readonly string[] =>
  refusal(() => decodeConfig(parseConfigYaml(text, { file: "c.yaml" }))).message.split("\n");

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
