/** The command line shows no secret of a config, and leaves none in a file. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";

import { leaks } from "../executor/secrets/search.ts";
import { type Ended, file, runCli } from "./run-cli.ts";

const workflow = resolve(import.meta.dirname, "fixtures/with-secrets.ts");
const [password, urlPassword, dsn, returned] = [
  "named-canary-7f3a",
  "url-canary-55e1",
  "exported-canary-02b7",
  "returned-canary-4d81",
];
const short = "h7!";
const secrets = [password, urlPassword, dsn, returned];

/** What a config says below the name of the one module. */
const config = (params: string): string =>
  file(".yaml", `Loader:\n  one: {source: a, dsn: ${returned}}\n  bad:\n${params}`);
const good = `    password: ${password}\n    source: postgres://me:${urlPassword}@localhost/db\n    dsn: ${dsn}\n`;

const shown = ({ stdout, stderr }: Ended): readonly string[] =>
  [...secrets, short].filter((secret) => `${stdout}${stderr}`.includes(secret));

describe("of a run whose module says its secrets", () => {
  const folder = mkdtempSync(join(tmpdir(), "runstate-cli-secrets-"));
  const store = join(folder, "runs.db");
  const path = config(good);
  let ended: Ended;
  beforeAll(async () => {
    ended = await runCli("run", workflow, path, "--store", store, "--journal", join(folder, "run.ndjson"));
  }, 60_000);

  test("the summary shows none, in results and errors", () => {
    expect(shown(ended)).toEqual([]);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("cannot connect to postgres://me:[secret]@localhost/db");
    expect(ended.stdout).toMatch(/source +dsn\n +a +\[secret\]\n/u);
  });

  test("no file holds one", () => expect(leaks(folder, secrets)).toEqual([]));

  test.each([
    ["show", "latest", "--store", store],
    ["show", "latest", "--store", store, "--json"],
    ["export", "latest", "--store", store],
    ["verify", "--store", store],
    ["retry", workflow, path, "--store", store, "--dry-run"],
    ["retry", workflow, path, "--store", store, "--json"],
    ["run", workflow, path, "--json"],
  ])("%s shows none", { timeout: 60_000 }, async (...args) => {
    const said = await runCli(...args);
    expect(said.stdout).not.toBe("");
    expect(shown(said)).toEqual([]);
    expect(leaks(folder, secrets)).toEqual([]);
  });
});

describe("of a refused config, no secret is shown", () => {
  test.each([
    ["that its schema quotes", `    password: ["${password}"]\n    source: 1\n    dsn: ${dsn}\n`],
    ["that is too short to be looked for", `    {password: "${short}", source: 1, dsn: abcdefgh}\n`],
    ["in broken YAML", `    password: "${password}" ${password}\n`],
    ["in a flow of broken YAML", `    {source: a, password: "${password}" ${password}}\n`],
    ["in an alias that it is not", `    password: *${password}\n`],
    ["in a tag that it is not", `    password: !${password}\n`],
    ["in a number that cannot be held", `    password: 71239487123984712398471\n    ${password}: 1\n`],
    ["in the place of params", `    postgres://me:${urlPassword}@host/db\n`],
  ])("%s", async (_, params) => {
    const said = await runCli("run", workflow, config(params));
    expect(said.code).toBe(2);
    expect(said.stdout).toBe("");
    const named = params.includes(`${password}: 1`) ? [password] : [];
    expect(shown(said).filter((secret) => !named.includes(secret))).toEqual([]);
    expect(said.stderr).not.toContain("712394871239");
  });
});

test("an export that says what is secret is checked", async () => {
  const bad = file(
    ".ts",
    `import { defineWorkflow } from ${JSON.stringify(resolve("src/index.ts"))};
     export default defineWorkflow("w").module("Loader", { run: () => 1 });
     export const secrets = { names: ["dsn"] };`,
  );
  const said = await runCli("run", bad, file(".yaml", "Loader:\n  one: {}\n"));
  expect(said.code).toBe(2);
  expect(said.stderr).toContain("its export `secrets` is not { keys, plainKeys, values }, each a list of texts");
});
