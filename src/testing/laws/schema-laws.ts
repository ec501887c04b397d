import * as fc from "fast-check";

import type { Field, Schema } from "../../schema/schema.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import type { ModuleType } from "../../workflow/define-workflow.ts";
import type { Law } from "./law.ts";

/** What a module promises of the schema it puts out. */
export interface SchemaContract {
  /** Columns by name, with what must be true of them; there may be others. */
  readonly fields: Readonly<Record<string, Partial<Pick<Field, "type" | "nullable" | "logical">>>>;
  /** Whether other columns are refused. Default false. */
  readonly closed?: boolean;
}

/**
 * The law that a module puts out a frame with these columns.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("people").module("Loader", { run: () => [{ id: 1, name: "Ada" }] });
 * const contract = produces("Loader", { fields: { id: { type: "int64", nullable: false } } });
 * await checkWorkflow(workflow, { laws: [contract], runs: 5 });
 * ```
 */
export const produces = <Modules extends readonly ModuleType[]>(
  moduleName: Modules[number]["name"],
  contract: SchemaContract,
): Law<Modules> => {
  checkOptions("produces", contract, "fields closed");
  return producesFields(moduleName, contract);
};

const producesFields = <Modules extends readonly ModuleType[]>(
  moduleName: Modules[number]["name"],
  { fields, closed = false }: SchemaContract,
): Law<Modules> => ({
  kind: "execution",
  claim: `${moduleName} produces ${Object.keys(fields).join(", ")}`,
  moduleName,
  holds: ({ schemaAfter }) => {
    if (schemaAfter === null) throw new Error("what it put out is no frame");
    for (const [name, wanted] of Object.entries(fields)) {
      const field = fieldOf(schemaAfter, name);
      if (field === undefined) throw new Error(`there is no column ${JSON.stringify(name)}`);
      for (const attribute of ["type", "nullable", "logical"] as const)
        if (wanted[attribute] !== undefined && field[attribute] !== wanted[attribute])
          throw new Error(
            `${attribute} of ${JSON.stringify(name)} is ${String(field[attribute])}, not ${String(wanted[attribute])}`,
          );
    }
    const other = schemaAfter.fields.find(({ name }) => !Object.hasOwn(fields, name));
    if (closed && other !== undefined) throw new Error(`there is a column ${JSON.stringify(other.name)}`);
  },
});

/**
 * The law that a module leaves these columns what they were: there, of the same type, no nulls where there were none.
 * A column that its input lacks is not asked for, and the law counts as asked where its input has all of them.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("people")
 *   .module("Loader", { run: () => [{ id: 1, name: "Ada" }] })
 *   .module("Cleaner", { run: ({ input }) => input.data.map(({ name }) => ({ name })) });
 * const found: unknown = await checkWorkflow(workflow, { laws: [preserves("Cleaner", "id")] }).catch(
 *   (thrown: unknown) => thrown,
 * );
 * (found as Counterexample).found; // => 'it does not hold for Loader[a]_Cleaner[a]: the column "id" is gone'
 * ```
 */
export const preserves = <Modules extends readonly ModuleType[]>(
  moduleName: Modules[number]["name"],
  ...columns: readonly string[]
): Law<Modules> => ({
  kind: "execution",
  claim: `${moduleName} preserves ${columns.join(", ")}`,
  moduleName,
  holds: ({ schemaBefore, schemaAfter }) => {
    for (const name of columns) {
      const before = schemaBefore === null ? undefined : fieldOf(schemaBefore, name);
      const after = schemaAfter === null ? undefined : fieldOf(schemaAfter, name);
      if (before === undefined) continue;
      if (after === undefined) throw new Error(`the column ${JSON.stringify(name)} is gone`);
      if (after.type !== before.type)
        throw new Error(`the column ${JSON.stringify(name)} was ${before.type}, and is ${after.type}`);
      if (after.nullable && !before.nullable) throw new Error(`the column ${JSON.stringify(name)} has nulls now`);
    }
    // Last, so that the columns that are there are looked at: one that never is has a name that nobody wrote.
    fc.pre(columns.every((name) => schemaBefore !== null && fieldOf(schemaBefore, name) !== undefined));
  },
});

const fieldOf = ({ fields }: Schema, wanted: string): Field | undefined => fields.find(({ name }) => name === wanted);
