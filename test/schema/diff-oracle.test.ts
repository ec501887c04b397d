import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/schema/canonical-json.ts";
import { isListType } from "../../src/schema/canonical-type.ts";
import { diffSchemas } from "../../src/schema/diff-schemas.ts";
import type { FieldChange } from "../../src/schema/field-change.ts";
import type { Field, Schema } from "../../src/schema/schema.ts";
import { relatedSchemas } from "./related-schemas.ts";

/** Every field of a schema under a key that says where it is; list items are keyed by place, the rest by name and number. */
const flatten = (fields: readonly Field[], prefix = "", list = false): Map<string, Field> => {
  const flat = new Map<string, Field>();
  fields.forEach((field, i) => {
    const number = fields.slice(0, i).filter(({ name }) => name === field.name).length;
    const key = `${prefix}\0${list ? "item" : JSON.stringify([field.name, number])}`;
    flat.set(key, field);
    for (const [inner, child] of flatten(field.children ?? [], key, isListType(field.type))) flat.set(inner, child);
  });
  return flat;
};

const parentOf = (key: string): string => key.slice(0, key.lastIndexOf("\0"));

/** The changes a patient reader would list, as text, without any notion of order. */
const naiveChanges = (before: Schema, after: Schema): string[] => {
  const [old, now] = [flatten(before.fields), flatten(after.fields)];
  const compared = (key: string): boolean => {
    if (key === "") return true;
    const [left, right] = [old.get(key), now.get(key)];
    const nested = left?.children !== undefined && right?.children !== undefined && left.type === right.type;
    return nested && compared(parentOf(key));
  };
  const lines: string[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    if (!compared(parentOf(key))) continue;
    const [left, right] = [old.get(key), now.get(key)];
    if (left === undefined || right === undefined) {
      lines.push(`${left === undefined ? "CREATE" : "DELETE"} ${canonicalJson(left ?? right)}`);
      continue;
    }
    const own = ["name", "type", "nullable", "logical", "meta", "stats"] as const;
    const aspects: string[] = own.filter(
      (attribute) => canonicalJson(left[attribute] ?? "none") !== canonicalJson(right[attribute] ?? "none"),
    );
    const { children: inner = "none" } = left;
    if (!compared(key) && canonicalJson(inner) !== canonicalJson(right.children ?? "none")) aspects.push("children");
    if (aspects.length > 0)
      lines.push(`${left.type === right.type ? "UPDATE" : "TRANSFORM"} ${right.name} ${aspects.toSorted().join()}`);
  }
  if (before.rows !== after.rows || canonicalJson(before.meta ?? "none") !== canonicalJson(after.meta ?? "none"))
    lines.push("UPDATE dataset");
  return lines.toSorted();
};

const line = (change: FieldChange): string[] => {
  if (change.target.kind === "dataset") return [`${change.type} dataset`];
  if (change.type === "CREATE" || change.type === "DELETE")
    return [`${change.type} ${canonicalJson(change.after ?? change.before)}`];
  const aspects = change.aspects.filter((aspect) => aspect !== "position");
  return aspects.length === 0 ? [] : [`${change.type} ${change.target.path.at(-1)} ${aspects.toSorted().join()}`];
};

test("the changes are those a naive comparison of flattened schemas finds, no more and no fewer", () => {
  fc.assert(
    fc.property(relatedSchemas, ([before, after]) => {
      const changes = diffSchemas(before, after)?.changes ?? [];
      expect(changes.flatMap(line).toSorted()).toStrictEqual(naiveChanges(before, after));
    }),
    { numRuns: 3000 },
  );
});

test("only fields of both schemas move, and none when the kept fields keep their order", () => {
  fc.assert(
    fc.property(relatedSchemas, ([before, after]) => {
      const moved = (diffSchemas(before, after)?.changes ?? []).filter(
        (change) =>
          change.target.kind === "field" &&
          change.target.path.length === 1 &&
          "aspects" in change &&
          change.aspects.includes("position"),
      );
      const [old, now] = [before, after].map(({ fields }) => {
        const keys = [...flatten(fields).keys()];
        return keys.filter((key) => parentOf(key) === "");
      }) as [string[], string[]];
      const kept = (keys: string[], others: string[]): string[] => keys.filter((key) => others.includes(key));
      expect(moved.length === 0).toBe(kept(old, now).join() === kept(now, old).join());
    }),
    { numRuns: 2000 },
  );
});
