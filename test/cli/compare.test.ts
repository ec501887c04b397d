import { expect, it } from "vitest";

import { behaving, config, file, newPath, runCli } from "./run-cli.ts";

const count = { does: "count" };

interface Row {
  readonly key: string;
  readonly kind: string;
}

it("two runs of a store, or their journals, are compared by path", async () => {
  const store = newPath(".db");
  const [monday, tuesday] = [newPath(".ndjson"), newPath(".ndjson")];
  const run = (worker: Readonly<Record<string, object>>, journal: string) =>
    runCli("run", behaving, config(worker), "--quiet", "--store", store, "--journal", journal);
  await run({ half: count, third: count }, monday);
  await run({ half: { does: "fail", message: "no" }, third: count, quarter: count }, tuesday);
  const runs = JSON.parse((await runCli("runs", "--json", "--store", store)).stdout) as {
    readonly runs: readonly { readonly runId: string }[];
  };
  const first = runs.runs[1]?.runId ?? "";

  const { code, stdout, stderr } = await runCli("compare", first, "--store", store, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    before: { runId: first, state: "Completed" },
    after: { state: "Failed" },
    counts: { broken: 2, extra: 2, missing: 0 },
    results: { same: 1 },
  });
  // Whatever else the machine was slower at; of one kind, what changed its time most comes first.
  const told = report.executions
    .filter(({ kind }: Row) => kind === "broken" || kind === "extra")
    .toSorted((one: Row, other: Row) => (one.key < other.key ? -1 : 1));
  expect(told).toMatchObject([
    { key: "Loader[two]_Worker[half]", kind: "broken", before: { state: "Completed" }, after: { state: "Failed" } },
    { key: "Loader[two]_Worker[half]_Reporter[sum]", kind: "broken", after: { state: "NotStarted", durationMs: null } },
    { key: "Loader[two]_Worker[quarter]", kind: "extra", before: null },
    { key: "Loader[two]_Worker[quarter]_Reporter[sum]", kind: "extra", before: null },
  ]);

  const files = await runCli("compare", monday, tuesday, "--json");
  expect(files.stderr).toContain("results are not compared: a journal file holds none");
  expect(JSON.parse(files.stdout)).toEqual({ ...report, results: null });

  const unknown = await runCli("compare", "yesterday", "--store", store);
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
  expect(unknown.stderr).toContain("it holds no run yesterday");

  const empty = await runCli("compare", monday, file(".ndjson", ""));
  expect(empty).toMatchObject({ code: 2, stdout: "" });
  expect(empty.stderr).toContain("it is empty");
});
