import type { Field, Schema } from "../schema/schema.ts";
import type { Change } from "../status/change.ts";
import { clip } from "./clip.ts";
import { describeChange, describeField } from "./describe-change.ts";
import type { ExecutionDetail } from "./execution-detail.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";

const mostFields = 40;

/** The fields of the input and of the output beside each other, and what changed. */
export const renderSchemas = (detail: ExecutionDetail, page: Page): string | undefined => {
  const { schemaBefore, schemaAfter, changes, state } = detail;
  if (schemaBefore === null && schemaAfter === null) return undefined;
  const [before, after] = [typesOf(schemaBefore), typesOf(schemaAfter)];
  const changed = new Map(changes.map((change) => [nameOf(change.target), describe(change, page)]));
  const names = Array.from(new Set([...before.keys(), ...after.keys()]));
  const rows = names
    .slice(0, mostFields)
    .map((name) => [clip(printable(name), 40), before.get(name) ?? "", after.get(name) ?? "", changed.get(name) ?? ""]);
  const output = state === "Completed" ? sizeOf(schemaAfter) : "";
  const size = [page.paint("quiet", "(rows)"), sizeOf(schemaBefore), output, changed.get("") ?? ""];
  const more = names.length - mostFields;
  const note = more > 0 ? [`  … ${countOf(more, "more field")}: --json has all`] : [];
  const columns = ["left", "left", "left", "left"] as const;
  return [renderTable(["field", "input", "output", "change"], [size, ...rows], columns, page), ...note].join("\n");
};

const describe = (change: Change, page: Page): string => {
  const what = change.type === "UPDATE" ? `UPDATE ${describeChange(change, false)}` : change.type;
  return change.verdict === "breaking" ? page.paint("bad", what) : what;
};

const nameOf = (target: Change["target"]): string => (target.kind === "field" ? target.path.join(".") : "");

/** Fields by their names, nested ones with dots. */
const typesOf = (schema: Schema | null): ReadonlyMap<string, string> => {
  const types = new Map<string, string>();
  const add = (fields: readonly Field[], above: string): void => {
    for (const field of fields) {
      const name = `${above}${field.name}`;
      // Of equal names each is a column of its own.
      const known = types.get(name);
      types.set(name, known === undefined ? describeField(field) : `${known}, ${describeField(field)}`);
      add(field.children ?? [], `${name}.`);
    }
  };
  add(schema?.fields ?? [], "");
  return types;
};

const sizeOf = (schema: Schema | null): string =>
  schema === null ? "no frame" : schema.rows === undefined ? "?" : formatCount(schema.rows);
