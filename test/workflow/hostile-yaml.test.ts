/** YAML texts that are too long, too deep, broken or meant to harm are refused, and in time. */
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../src/error.ts";
import { parseConfigYaml } from "../../src/workflow/config-yaml.ts";
import { planConfig } from "../../src/workflow/plan.ts";
import { refusal } from "./refusal.ts";

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

describe("limits", () => {
  test("1 MiB by default, counted in UTF-8", () => {
    expect(refusal(() => parseConfigYaml("#".repeat(1_048_577))).message).toContain("over 1048576 bytes");
    expect(refusal(() => parseConfigYaml("é".repeat(6), { maxBytes: 11 })).message).toContain("over 11 bytes");
    expect(refusal(() => parseConfigYaml("é".repeat(6), { maxBytes: 12 })).message).not.toContain("bytes");
  });

  test("100 levels of nesting", () => {
    const nested = (levels: number): string => `M: {e: {x: ${"[".repeat(levels)}${"]".repeat(levels)}}}`;
    expect(planConfig(parseConfigYaml(nested(90))).size.executions).toBe(1);
    expect(refusal(() => parseConfigYaml(nested(100))).message).toContain("the text is nested over 100 levels");
  });

  test("twenty thousand experiments are read in linear time", () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `  e${i}: {seed: ${i}}`);
    expect(planConfig(parseConfigYaml(`M:\n${lines.join("\n")}\n`)).size.experiments).toBe(20_000);
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
