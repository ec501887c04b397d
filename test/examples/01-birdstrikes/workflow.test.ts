import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Headline } from "../../../examples/01-birdstrikes/report.ts";
import workflow from "../../../examples/01-birdstrikes/workflow.ts";
import { noPaint } from "../../../src/cli/paint.ts";
import { renderResults } from "../../../src/cli/render-results.ts";
import { tabulateResults } from "../../../src/cli/result-tables.ts";
import { Executor } from "../../../src/index.ts";
import { parseConfigYaml } from "../../../src/workflow/config-yaml.ts";

const example = new URL("../../../examples/01-birdstrikes/", import.meta.url);
const config = parseConfigYaml(readFileSync(new URL("config.yaml", example), "utf8"));
const executor = new Executor({ workflow, config });

beforeAll(() => executor.run(), 60_000);

const preprocessors = ["median_ordinal_standard", "drop_onehot_minmax"];
const splits = ["holdout_[2-1]", "holdout_[2-2]"];
const beginnings = preprocessors.flatMap((preprocessor) => splits.map((split) => [preprocessor, split] as const));

/** One number of the report of the path through these experiments. */
function reported(experiments: readonly string[], headline: Headline): number {
  const results = Object.entries(executor.getResult());
  const [, result] = results.find(([key]) => experiments.every((name) => key.includes(`[${name}]`))) ?? [];
  return result?.data[0][headline] ?? NaN;
}

describe("the whole workflow on the real data", () => {
  it("completes 71 executions on 24 paths", () => {
    expect(executor.isExecutionCompleted()).toBe(true);
    expect(executor.status.getStatusSummary().executions.Completed).toBe(71);
    expect(Object.keys(executor.getResult())).toHaveLength(24);
  });

  it("changes schemas in all four ways before the evaluation begins", () => {
    const types = (moduleName: string): readonly string[] =>
      [...new Set(executor.status.getChangeHistory({ moduleName }).map(({ type }) => type))].toSorted();
    expect(types("Loader")).toEqual(["CREATE"]);
    expect(types("Preprocessor")).toEqual(["CREATE", "DELETE", "TRANSFORM", "UPDATE"]);
    expect(types("Splitter")).toEqual(["UPDATE"]);
    expect(types("Synthesizer")).toEqual(["UPDATE"]);
    expect(types("Postprocessor")).toEqual(["CREATE", "DELETE", "TRANSFORM"]);
  });

  it.each(beginnings)("%s, %s: both synthesizers keep the marginals equally well", (...beginning) => {
    const distance = (synthesizer: string): number =>
      reported([...beginning, synthesizer, "marginals"], "marginal distance");
    expect(Math.abs(distance("copula") - distance("independent"))).toBeLessThan(0.01);
  });

  it.each(beginnings)("%s, %s: independent marginals lose the associations the copula keeps", (...beginning) => {
    const gap = (synthesizer: string, headline: Headline): number =>
      reported([...beginning, synthesizer, "associations"], headline);
    for (const headline of ["association gap", "Cramér's V gap", "correlation ratio gap", "Spearman gap"] as const) {
      expect(gap("copula", headline)).toBeLessThan(0.95 * gap("independent", headline));
    }
    expect(gap("copula", "association gap")).toBeLessThan(0.85 * gap("independent", "association gap"));
  });

  it.each(splits)("%s: one-hot columns let the copula keep more than ordinal codes do", (split) => {
    const gap = (preprocessor: string): number =>
      reported([preprocessor, split, "copula", "associations"], "association gap");
    expect(gap("drop_onehot_minmax")).toBeLessThan(0.85 * gap("median_ordinal_standard"));
  });

  it.each(beginnings)("%s, %s: no synthesizer copies its training rows", (...beginning) => {
    for (const synthesizer of ["independent", "copula"]) {
      const path = [...beginning, synthesizer, "privacy"];
      expect(reported(path, "closest record ratio")).toBeGreaterThan(1);
      expect(reported(path, "exact copies")).toBeLessThan(0.01);
    }
  });

  it("the README's table shows the numbers this run gave", () => {
    const readme = readFileSync(new URL("README.md", example), "utf8");
    const mean = (experiments: readonly string[], headline: Headline): number =>
      splits.reduce((sum, split) => sum + reported([...experiments, split], headline), 0) / splits.length;
    for (const preprocessor of preprocessors) {
      for (const synthesizer of ["independent", "copula"]) {
        const pair = [preprocessor, synthesizer];
        const cells = [
          mean([...pair, "marginals"], "marginal distance").toFixed(3),
          mean([...pair, "marginals"], "missing share gap").toFixed(3),
          mean([...pair, "associations"], "association gap").toFixed(3),
          mean([...pair, "privacy"], "closest record ratio").toFixed(1),
        ];
        expect(readme).toContain(`| \`${preprocessor}\` | \`${synthesizer}\` | ${cells.join(" | ")} |`);
      }
    }
    const none = reported(["associations"], "gap without associations").toFixed(3);
    expect(readme).toContain(`a table that keeps none: ${none}, whatever was synthesized`);
  });

  it("the README shows the table of associations as the command line prints it", () => {
    const readme = readFileSync(new URL("README.md", example), "utf8");
    const tables = tabulateResults(executor.status).filter(({ common }) => common["Evaluator"] === "associations");
    const printed = renderResults(tables, 0, { width: 100, paint: noPaint });
    expect(readme).toContain(`\`\`\`text\n${printed}\n\`\`\``);
  });

  it("the README explains every number of every row, and no other", () => {
    const readme = readFileSync(new URL("README.md", example), "utf8");
    const [, explanations = ""] = readme.split("| evaluation | column |");
    const explained = Array.from(explanations.matchAll(/^\| (?:`\w+` )?\| `([^`]+)` \|/gmu), ([, column]) => column);
    const columns = Object.values(executor.getResult()).flatMap((result) => Object.keys(result?.data[0] ?? {}));
    expect(explained).toEqual([...new Set(columns)]);
  });
});
