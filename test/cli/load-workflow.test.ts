import { describe, expect, it } from "vitest";

import { config, file, newPath, startCli } from "./run-cli.ts";

const refusalOf = async (workflow: string, nodeOptions: readonly string[] = []): Promise<string> => {
  const { code, stdout, stderr } = await startCli(["run", workflow, config({ w: {} })], nodeOptions).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr;
};

const library = new URL("../../src/index.ts", import.meta.url).href;

describe("a workflow file is refused, and nothing runs, when", () => {
  it.each([
    [
      "it holds a syntax error",
      ".ts",
      "export default 1;\nconst a = = 2;\n",
      /syntax error at \d+\.ts:2: Expression expected/u,
    ],
    [
      "it needs more than type stripping",
      ".ts",
      "enum A {x}\nexport default A;",
      /enum is not supported.*at \d+\.ts:1/u,
    ],
    [
      "it is JavaScript with a syntax error",
      ".mjs",
      "const a = = 2;",
      /syntax error: Unexpected token '='.*node --check/u,
    ],
    ["an import of it is missing", ".ts", 'import "./nowhere.ts";', /Cannot find module .*nowhere\.ts/u],
    [
      "it throws",
      ".ts",
      'throw new TypeError("too early");',
      /failed while it was loaded: TypeError: too early \(at /u,
    ],
    ["it never finishes loading", ".ts", "await new Promise(() => {});", /never finishes loading/u],
    ["it has no default export", ".ts", "export const a = 1;", /it has no default export\./u],
    [
      "its workflow is only named",
      ".ts",
      `import { defineWorkflow } from "${library}"; export const mine = defineWorkflow("w");`,
      /its workflow is exported as "mine"/u,
    ],
    [
      "its default export is something else",
      ".ts",
      "export default { name: 1 };",
      /its default export is not a workflow/u,
    ],
    [
      "its workflow is empty",
      ".ts",
      `import { defineWorkflow } from "${library}"; export default defineWorkflow("w");`,
      /its workflow has no modules/u,
    ],
    [
      "its layer is none",
      ".ts",
      `import { defineWorkflow } from "${library}"; export const layer = 1; export default defineWorkflow("w").module("L", { run: () => 1 });`,
      /its export `layer` is not an Effect Layer/u,
    ],
  ])("%s", async (_, ending, text, expected) => {
    expect(await refusalOf(file(ending, text))).toMatch(expected);
  });

  it("is not there at all", async () => {
    expect(await refusalOf(newPath(".ts"))).toContain("there is no such file");
  });

  it("Node does not know its kind", async () => {
    expect(await refusalOf(file(".txt", "export default 1;"))).toContain('Unknown file extension ".txt"');
    expect(await refusalOf(file(".yaml", "Loader: {}"))).toContain("comes before its config");
  });
});
