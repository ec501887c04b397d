import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../src/error.ts";
import { parseConfigYaml } from "../../src/workflow/config-yaml.ts";
import { fromPetsardConfig } from "../../src/workflow/petsard-config.ts";
import { planConfig } from "../../src/workflow/plan.ts";
import vectors from "../vectors/flow.json" with { type: "json" };
import { deliberateDifferences } from "./deliberate-differences.ts";

const guide = readFileSync(new URL("../../docs/config.md", import.meta.url), "utf8");

/** What the guide shows below a config: its keys, or its error. */
const shown = (text: string, dialect: string): string => {
  try {
    const document =
      dialect === "petsard"
        ? fromPetsardConfig(text, { file: "config.yaml" })
        : parseConfigYaml(text, { file: "config.yaml" });
    return [...planConfig(document).experimentKeys()].join("\n");
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
};

describe("every example of the config guide is true", () => {
  const examples = [...guide.matchAll(/```yaml ?(\w*)\n([^]*?)```\n\n```text\n([^]*?)\n```/gu)];

  test("none is left without its outcome", () => {
    expect(examples).toHaveLength([...guide.matchAll(/```yaml/gu)].length);
  });

  test.each(examples.map(([, dialect = "", text = "", outcome = ""]) => [text, dialect, outcome] as const))(
    "%s",
    (text, dialect, outcome) => {
      expect(shown(text, dialect)).toBe(outcome);
    },
  );
});

test("the guide lists the deliberate differences, each with its reason", () => {
  const rows = [...guide.slice(guide.indexOf("### Deliberate")).matchAll(/^\| `(\w+)` \| (.*) \| (.*) \|$/gmu)].map(
    ([, id, verdict, why]) => [id, verdict, why],
  );
  const listed = Object.entries(deliberateDifferences).map(([id, difference]) => [
    id,
    difference.verdict === "planned"
      ? `planned: ${difference.keys.map((key) => `\`${key}\``).join(", ")}`
      : `refused: ${difference.reason}`,
    difference.why,
  ]);
  expect(rows).toEqual(listed);
});

test("the guide counts the recorded configs that plan the same", () => {
  const same = vectors.cases.filter(({ id, error }) => !Object.hasOwn(deliberateDifferences, id) && error === null);
  expect(guide).toContain(`${same.length} recorded configs`);
});
