/** Every public name says what it is, and every public value shows it. */
import { describe, expect, test } from "vitest";

import { docstringsOf, publicNames } from "./docstrings.ts";
import { entries, publicSources, read } from "./repository.ts";

describe.each(Object.entries(entries))("%s", (_, entry) => {
  const names = publicNames(entry);
  const textOf = (name: string, file: string): string =>
    docstringsOf(file).find((docstring) => docstring.name === name)?.text ?? "";

  test.each(names.map(({ name, file }) => [name, file] as const))("%s is told in a sentence", (name, file) => {
    const [summary = ""] = textOf(name, file).split(/\n\n|\n@/u);
    expect(summary).toMatch(/^[A-Z`][^]*\.$/u);
    expect(summary.trim().split(/\s+/u).length).toBeGreaterThan(2);
  });

  const values = names.filter(({ kind }) => kind === "value");
  test.each(values.map(({ name, file }) => [name, file] as const))("%s has an example", (name, file) => {
    expect(textOf(name, file)).toMatch(/@example\n```ts\n/u);
  });

  test("the list says of each name whether it is a type", async () => {
    const module = (await import(/* @vite-ignore */ `../../${entry}`)) as Record<string, unknown>;
    expect(values.map(({ name }) => name).toSorted()).toEqual(Object.keys(module).toSorted());
  });
});

describe.each([
  ["Executor", "src/executor/executor.ts"],
  ["Status", "src/status/status.ts"],
  ["TimingTable", "src/status/timing.ts"],
])("%s", (name, file) => {
  test("every member says what it is", () => {
    const body = read(file).split(`\nexport class ${name}`)[1]?.split("\n}\n")[0] ?? "";
    const lines = body.split("\n");
    const memberIn = (line: string | undefined): string | undefined =>
      /^ {2}(?:static |readonly |get )?\*?(?!constructor)([a-z]\w*)[(<:]/u.exec(line ?? "")?.[1];
    const members = lines.flatMap((line, at) => ({ member: memberIn(line), before: lines[at - 1] }));
    const named = members.filter(({ member }) => member !== undefined);
    // The line before is a docstring's end, or an overload of the same name.
    const silent = named.filter(({ member, before }) => !before?.endsWith("*/") && memberIn(before) !== member);
    expect(named.length).toBeGreaterThan(3);
    expect(silent.map(({ member }) => member)).toEqual([]);
  });
});

test("every example is a block that runs", () => {
  const examples = publicSources.flatMap((file) =>
    docstringsOf(file).flatMap(({ name, text }) =>
      text
        .split("@example")
        .slice(1)
        .map((example) => ({ title: `${file} › ${name}`, example })),
    ),
  );
  expect(examples.length).toBeGreaterThan(30);
  expect(examples.filter(({ example }) => !/^\n```ts\n[^]*?\n```/u.test(example)).map(({ title }) => title)).toEqual(
    [],
  );
});
