import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const examples = join(import.meta.dirname, "../../examples");

test.for(["02-embedded-machine", "03-effect", "04-resume"])("example %s prints what its README shows", (name) => {
  const readme = readFileSync(join(examples, name, "README.md"), "utf8");
  const shown = /```text\n(?<output>[\s\S]*?)```/u.exec(readme)?.groups?.["output"];
  const printed = execFileSync(process.execPath, [join(examples, name, "main.ts")], { encoding: "utf8" });
  expect(printed).toBe(shown);
});
