import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { noPaint } from "../../src/cli/paint.ts";
import { renderReport } from "../../src/cli/render-report.ts";
import { renderResults } from "../../src/cli/render-results.ts";
import { tabulateResults } from "../../src/cli/result-tables.ts";
import { reportRun } from "../../src/cli/run-report.ts";
import { defineWorkflow, Executor } from "../../src/index.ts";
import { file, runCli } from "./run-cli.ts";

const page = { width: 80, paint: noPaint };

/** The results of a workflow Data → Fit → Score whose last module gives what `score` says, or throws it. */
const run = async (
  names: Readonly<Record<"Data" | "Fit" | "Score", readonly string[]>>,
  score: (data: string, fit: string, score: string) => unknown,
) => {
  const workflow = defineWorkflow("scores")
    .module("Data", { run: ({ experimentName }) => experimentName })
    .module("Fit", { run: ({ experimentName }) => experimentName })
    .module("Score", {
      run: ({ experimentName, input, upstream }) => {
        const result = score(upstream("Data").data, input.data, experimentName);
        if (result instanceof Error) throw result;
        return result;
      },
    });
  const config = Object.entries(names).map(([name, list]) => [name, list.map((each) => [each, {}] as const)] as const);
  const executor = new Executor({ workflow, config });
  await executor.run();
  return executor.status;
};

describe("the tables of results", () => {
  const names = { Data: ["one"], Fit: ["a", "b"], Score: ["auc", "gap", "auc2"] };

  it("are one for all results with the same fields, with the experiments that vary within it, in plan order", async () => {
    const status = await run(names, (_, fit, score) => (score === "gap" ? { gap: fit === "a" ? 0.5 : 1 } : { auc: 1 }));
    const [auc, gap, ...others] = tabulateResults(status);
    expect(others).toEqual([]);
    expect(auc).toMatchObject({ common: {}, varying: ["Fit", "Score"], fields: ["auc"] });
    expect(auc?.rows.map(({ key }) => key)).toEqual(
      ["a]_Score[auc", "a]_Score[auc2", "b]_Score[auc", "b]_Score[auc2"].map((end) => `Data[one]_Fit[${end}]`),
    );
    expect(gap).toMatchObject({ common: { Score: "gap" }, varying: ["Fit"], fields: ["gap"] });
    expect(gap?.rows).toHaveLength(2);
    expect(gap?.rows[0]).toEqual({
      key: "Data[one]_Fit[a]_Score[gap]",
      experiments: { Data: "one", Fit: "a", Score: "gap" },
      values: { gap: 0.5 },
    });
  });

  it("take fields in any order, and names like those of every object", async () => {
    const status = await run({ ...names, Score: ["__proto__"] }, (_, fit) => {
      const entries = [["b", 1] as const, ["__proto__", 2] as const];
      return Object.fromEntries(fit === "a" ? entries : entries.toReversed());
    });
    const tables = tabulateResults(status);
    expect(tables.map(({ rows }) => rows.map(({ values }) => Object.keys(values)))).toEqual([
      [
        ["b", "__proto__"],
        ["b", "__proto__"],
      ],
    ]);
    expect(renderResults(tables, 0, page)).toBe("  Fit  b  __proto__\n  a    1          2\n  b    1          2");
  });

  it("stand in the summary between the tree, which does not repeat them, and the times", async () => {
    const status = await run({ ...names, Data: ["one", "two"] }, (data, fit, score) => {
      if (data === "two" && fit === "b") return new Error("no");
      return score === "gap" ? { nested: { gap: 1 } } : { "auc of test": fit === "a" ? 0.912_34 : 0.5, n: 10 };
    });
    const [, tree = "", results] = renderReport(reportRun(status), page).split(/\n\n(?=✓|Results|Slowest)/u);
    expect(tree.split("\n").filter((line) => line.includes("{"))).toHaveLength(3);
    expect(tree).toContain("{ nested: { gap: 1 } }");
    expect(results).toMatchInlineSnapshot(`
      "Results
        Data  Fit  Score  auc of test   n
        one   a    auc         0.9123  10
                   auc2        0.9123  10
              b    auc         0.5000  10
                   auc2        0.5000  10
        two   a    auc         0.9123  10
                   auc2        0.9123  10

        3 experiments have no result"
    `);
  });

  it("are absent where there are none, failures or not", async () => {
    const status = await run(names, (_, fit) => (fit === "a" ? new Error("no") : "text"));
    expect(renderReport(reportRun(status), page)).not.toContain("Results");
  });
});

describe("the results of a process", () => {
  const splitting = resolve(import.meta.dirname, "fixtures/splitting.ts");

  it("of a config for PETsARD are those of every sample", async () => {
    const path = file(".yaml", "Loader: {two: {}}\nSplitter: {sp: {num_samples: 2}}\n");
    const { code, stdout } = await runCli("run", splitting, path, "--petsard", "--quiet");
    expect(code).toBe(0);
    expect(stdout.split("\n\n")[2]).toMatchInlineSnapshot(`
      "Results
        Splitter  part  num samples   share  whole  name      made                                    count  error  seed
        sp_[2-1]     1            1  0.3333  false  a\\u202eb  1970-01-01T00:00:00.000Z  1152921504606846976    NaN  null
        sp_[2-2]     2            1  0.6667  false  a\\u202eb  1970-01-01T00:00:00.000Z  1152921504606846976    NaN  null"
    `);
  });

  it("are data with --json, and nothing in them is hidden", async () => {
    const path = file(".yaml", "Loader: {two: {}}\nSplitter: {sp: {num_samples: 2}}\n");
    const { stdout } = await runCli("run", splitting, path, "--petsard", "--quiet", "--json");
    expect(stdout).not.toContain("\u202e");
    const { results } = JSON.parse(stdout);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ common: {}, varying: ["Splitter"] });
    expect(results[0].rows).toHaveLength(2);
    expect(results[0].rows[1]).toEqual({
      key: "Loader[two]_Splitter[sp_[2-2]]",
      experiments: { Loader: "two", Splitter: "sp_[2-2]" },
      values: {
        part: 2,
        "num samples": 1,
        share: 2 / 3,
        whole: false,
        name: "a\u202eb",
        made: "1970-01-01T00:00:00.000Z",
        count: "1152921504606846976",
        error: "NaN",
        seed: null,
      },
    });
  });
});
