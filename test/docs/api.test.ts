/** docs/api.md is made of the lists of public names and their docstrings; `vitest run test/docs/api.test.ts --update` writes it anew. */
import { expect, test } from "vitest";

import { docstringsOf, type PublicName, publicNames } from "./docstrings.ts";
import { entries } from "./repository.ts";

const head = `# Public names

Every name that can be imported, by the entry that has it, with the first sentence of what its docstring says; an editor
shows the rest, with an example for each that is not a type. What goes with what is told in the [guide](guide.md) and the
pages beside it.
`;

/** The first sentence, in one line of a table. */
const sentenceOf = ({ name, file }: PublicName): string => {
  const text = docstringsOf(file).find((docstring) => docstring.name === name)?.text ?? "";
  const [summary = ""] = text.split(/\n\n|\n@/u);
  const line = summary.replaceAll(/\{@link ([^}]+)\}/gu, "`$1`").replaceAll(/\s+/gu, " ");
  const [sentence = ""] = /^.*?[.](?= [A-Z`]|$)/u.exec(line) ?? [line];
  return sentence.replaceAll("|", "\\|");
};

const tableOf = (title: string, names: readonly PublicName[]): string =>
  names.length === 0
    ? ""
    : `\n| ${title} | |\n|---|---|\n${names.map((name) => `| \`${name.name}\` | ${sentenceOf(name)} |\n`).join("")}`;

const sectionOf = ([entry, file]: readonly [string, string]): string => {
  const names = publicNames(file).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const ofKind = (kind: PublicName["kind"]) => names.filter((name) => name.kind === kind);
  return `\n## \`${entry}\`\n${tableOf("value", ofKind("value"))}${tableOf("type", ofKind("type"))}`;
};

test("docs/api.md lists every public name with what it is", async () => {
  await expect(`${head}${Object.entries(entries).map(sectionOf).join("")}`).toMatchFileSnapshot("../../docs/api.md");
});
