/** docs/journal.md lists every record type with all its fields. */
import { describe, expect, test } from "vitest";

import { read } from "./repository.ts";
import { tableBelow } from "./table.ts";

const guide = read("docs/journal.md");

interface Interface {
  readonly parents: readonly string[];
  readonly type: string | undefined;
  readonly fields: readonly string[];
}

const declared = new Map<string, Interface>(
  Array.from(
    read("src/journal/record.ts").matchAll(/^(?:export )?interface (\w+)(?: extends ([\w, ]+))? \{\n([^]*?)^\}/gmu),
    ([, name = "", parents = "", body = ""]) => [
      name,
      {
        parents: parents === "" ? [] : parents.split(", "),
        type: /^ {2}readonly type: "([\w.]+)";/mu.exec(body)?.[1],
        fields: Array.from(body.matchAll(/^ {2}readonly (\w+)\??:/gmu), ([, field = ""]) => field),
      },
    ],
  ),
);

const fieldsBelow = (heading: string): readonly string[] =>
  tableBelow(guide, heading).map(([field = ""]) => field.replaceAll("`", ""));

const [ofEvery, ofExecution] = [
  fieldsBelow("Fields of every record"),
  fieldsBelow("Fields of every record about an execution"),
];

const fieldsOf = (name: string): readonly string[] => {
  const { parents, fields } = declared.get(name) ?? { parents: [], fields: [] };
  return [...parents.flatMap(fieldsOf), ...fields];
};

const records = Array.from(declared, ([name, { type, parents }]) => ({ name, type, parents })).filter(
  ({ type }) => type !== undefined,
);

describe("every record type is listed with all its fields", () => {
  test.each(records.map(({ name, type = "", parents }) => [type, name, parents.includes("OfExecution")] as const))(
    "%s",
    (type, name, isOfExecution) => {
      const listed = [...ofEvery, ...(isOfExecution ? ofExecution : []), ...fieldsBelow(`\`${type}\``)];
      expect(listed.toSorted()).toEqual(fieldsOf(name).toSorted());
    },
  );

  test("and no other", () => {
    const headings = Array.from(guide.matchAll(/^### `([\w.]+)`$/gmu), ([, type]) => type);
    expect(headings).toEqual(records.map(({ type }) => type));
    expect(headings).toHaveLength(13);
  });
});

test("the records about an execution are named", () => {
  const named = /Those of the types ([^]*?)\.\n\n/u.exec(guide)?.[1] ?? "";
  const types = Array.from(named.matchAll(/`([\w.]+)`/gu), ([, type]) => type);
  expect(types).toEqual(records.filter(({ parents }) => parents.includes("OfExecution")).map(({ type }) => type));
});
