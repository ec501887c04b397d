import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { schemaPath } from "../../../src/inspector/view/schema-path.ts";
import type { Field, Schema } from "../../../src/schema/schema.ts";
import { schema } from "../../../src/testing/index.ts";

const distinct = ({ fields, ...rest }: Schema): Schema => ({
  ...rest,
  fields: fields.filter(({ name }, place) => fields.findIndex((other) => other.name === name) === place),
});

/** Schemas along a path, which often stay as they are; where there is none, the module returned no frame. */
const path = fc
  .tuple(fc.array(schema({ maxFields: 4 }).map(distinct), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(9)))
  .map(([schemas, picks]) =>
    picks.map((pick): Schema | undefined => (pick === 9 ? undefined : schemas[pick % schemas.length])),
  );

describe("the schemas along a path", () => {
  test("are had again from the marks: created and deleted names, and fields that are the same", () => {
    fc.assert(
      fc.property(path, (schemas) => {
        const lines = schemaPath(schemas);
        const held = new Map<string, Field>();
        for (const [place, each] of schemas.entries()) {
          for (const { name, marks, cells } of lines) {
            const [mark, cell, before] = [marks[place], cells[place], held.get(name)];
            // Which marks are legal goes by what is there and what was.
            const legal = [
              before === undefined ? ["absent"] : ["DELETE"],
              before === undefined ? ["CREATE"] : ["same", "UPDATE", "TRANSFORM"],
            ][cell === undefined ? 0 : 1];
            expect(legal).toContain(mark);
            if (mark === "DELETE") held.delete(name);
            else if (mark !== "same" && mark !== "absent" && cell !== undefined) held.set(name, cell);
          }
          const fields = each?.fields ?? [];
          expect(new Map(held)).toEqual(new Map(fields.map((field) => [field.name, field])));
        }
      }),
    );
  });

  test("tell a change of type from any other", () => {
    fc.assert(
      fc.property(path, (schemas) => {
        for (const { cells, marks } of schemaPath(schemas))
          for (const [place, mark] of marks.entries()) {
            const types = [cells[place - 1]?.type, cells[place]?.type];
            const [before, after] = [cells[place - 1], cells[place]];
            expect(mark === "same").toBe(after !== undefined && JSON.stringify(before) === JSON.stringify(after));
            expect(mark === "TRANSFORM").toBe(!types.includes(undefined) && types[0] !== types[1]);
          }
      }),
    );
  });
});
