import { SchemaError } from "../error.ts";
import { isCanonicalType, isListType, mayHaveChildren } from "./canonical-type.ts";
import { freezeSchema, isFrozenSchema } from "./frozen-schema.ts";
import type { Field, FieldStats, Json, Scalar, Schema } from "./schema.ts";

/** Deeper nesting is refused: no frame of the supported libraries comes near it, and recursion stays safe. */
const maxDepth = 64;

/**
 * Checks that a value is a schema and gives a deeply frozen copy of it.
 *
 * Unknown properties are refused, not dropped: a misspelt `nulable` must not pass in silence. Room for what the model
 * has no word for is `meta`. A schema that was decoded or described before is returned as it is, in O(1).
 *
 * @throws SchemaError naming the first refused place
 * @example
 * ```ts
 * const schema = decodeSchema({ fields: [{ name: "age", type: "int64", nullable: false }] });
 * ```
 */
export const decodeSchema = (value: unknown): Schema => {
  if (isFrozenSchema(value)) return value;
  try {
    return freezeSchema(schemaAt(value, "$"));
  } catch (cause) {
    if (cause instanceof SchemaError) throw cause;
    return refuse("$", "the value cannot be read", "Give plain data: a proxy or a getter of it threw.");
  }
};

const schemaAt = (value: unknown, path: string): Schema => {
  const { fields, rows, meta } = membersOf(value, ["fields", "rows", "meta"], path);
  if (!Array.isArray(fields))
    return refuse(`${path}.fields`, "is not an array", "A schema has `fields`, one for each column.");
  return {
    fields: fields.map((field, i) => fieldAt(field, `${path}.fields[${i}]`, 0)),
    ...(rows === undefined ? {} : { rows: countAt(rows, `${path}.rows`) }),
    ...(meta === undefined ? {} : { meta: metaAt(meta, `${path}.meta`) }),
  };
};

const fieldNames = ["name", "type", "nullable", "logical", "children", "meta", "stats"] as const;

const fieldAt = (value: unknown, path: string, depth: number): Field => {
  if (depth > maxDepth)
    return refuse(path, `is nested deeper than ${maxDepth} levels`, "Describe the inner part as `opaque:<name>`.");
  const { name, type, nullable, logical, children, meta, stats } = membersOf(value, fieldNames, path);
  if (typeof name !== "string")
    return refuse(`${path}.name`, "is not a string", "Column names are text; write numbers as text.");
  if (typeof type !== "string" || !isCanonicalType(type)) {
    return refuse(
      `${path}.type`,
      `${typeof type === "string" ? `${JSON.stringify(type.slice(0, 80))} is` : "is"} not a canonical type`,
      "Write an Arrow type name such as `int64`, `utf8`, `timestamp[ms,UTC]`, or `opaque:<name>`.",
    );
  }
  if (typeof nullable !== "boolean")
    return refuse(`${path}.nullable`, "is not a boolean", "Say `true` when the field may hold nulls.");
  if (logical !== undefined && typeof logical !== "string")
    return refuse(`${path}.logical`, "is not a string", "Name the meaning: `email`.");
  return {
    name,
    type,
    nullable,
    ...(logical === undefined ? {} : { logical }),
    ...(children === undefined ? {} : { children: childrenAt(children, type, `${path}.children`, depth) }),
    ...(meta === undefined ? {} : { meta: metaAt(meta, `${path}.meta`) }),
    ...(stats === undefined ? {} : { stats: statsAt(stats, `${path}.stats`) }),
  };
};

const childrenAt = (value: unknown, type: string, path: string, depth: number): Field[] => {
  if (!Array.isArray(value)) return refuse(path, "is not an array", "Children are fields.");
  if (!mayHaveChildren(type))
    return refuse(path, `a ${type} has no children`, "Only lists, structs, maps and opaque types do.");
  if (isListType(type) && value.length !== 1)
    return refuse(path, `a ${type} has one child, its item`, "Give exactly one.");
  return value.map((child, i) => fieldAt(child, `${path}[${i}]`, depth + 1));
};

const statsAt = (value: unknown, path: string): FieldStats => {
  const { count, nulls, distinct, min, max, mean, std } = membersOf(
    value,
    ["count", "nulls", "distinct", "min", "max", "mean", "std"],
    path,
  );
  const stats = {
    count: countAt(count, `${path}.count`),
    nulls: countAt(nulls, `${path}.nulls`),
    ...(distinct === undefined ? {} : { distinct: countAt(distinct, `${path}.distinct`) }),
    ...(min === undefined ? {} : { min: scalarAt(min, `${path}.min`) }),
    ...(max === undefined ? {} : { max: scalarAt(max, `${path}.max`) }),
    ...(mean === undefined ? {} : { mean: scalarAt(mean, `${path}.mean`) }),
    ...(std === undefined ? {} : { std: scalarAt(std, `${path}.std`) }),
  };
  if (stats.nulls > stats.count) return refuse(`${path}.nulls`, "is more than `count`", "`count` includes the nulls.");
  if ((stats.distinct ?? 0) > stats.count - stats.nulls) {
    return refuse(`${path}.distinct`, "is more than the non-null values", "Leave it out where it is not exact.");
  }
  return stats;
};

const countAt = (value: unknown, path: string): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value + 0
    : refuse(path, "is not a count", "Give an integer of 0 or more.");

const scalarAt = (value: unknown, path: string): Scalar => {
  if (typeof value === "number" && Number.isFinite(value)) return value + 0;
  if (typeof value === "string" || typeof value === "boolean") return value;
  return refuse(
    path,
    "is not a JSON-safe scalar",
    'Write what JSON cannot hold as text: `"NaN"`, `"int64:9007199254740993"`.',
  );
};

const metaAt = (value: unknown, path: string): { readonly [key: string]: Json } =>
  isRecord(value) ? recordAt(value, path, 0) : refuse(path, "is not an object", "Meta is an object of JSON values.");

const recordAt = (value: object, path: string, depth: number): { readonly [key: string]: Json } => {
  const copy: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    // Defined, not assigned: assigning `__proto__` would set the prototype and lose the member.
    Object.defineProperty(copy, key, {
      value: jsonAt(member, `${path}[${JSON.stringify(key)}]`, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
};

const jsonAt = (value: unknown, path: string, depth: number): Json => {
  if (depth > maxDepth) return refuse(path, `is nested deeper than ${maxDepth} levels`, "Keep meta shallow.");
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value + 0;
  if (Array.isArray(value)) return value.map((item, i) => jsonAt(item, `${path}[${i}]`, depth + 1));
  if (isRecord(value)) return recordAt(value, path, depth);
  return refuse(path, "is not a JSON value", "Use text, finite numbers, booleans, null, arrays and plain objects.");
};

const membersOf = <Name extends string>(
  value: unknown,
  names: readonly Name[],
  path: string,
): { [N in Name]?: unknown } => {
  if (!isRecord(value)) return refuse(path, "is not an object", "Give plain data.");
  const members: { [N in Name]?: unknown } = {};
  for (const [key, member] of Object.entries(value)) {
    const name = names.find((known) => known === key);
    if (name === undefined) {
      return refuse(
        path,
        `has an unknown property ${JSON.stringify(key.slice(0, 80))}`,
        `Known are ${names.join(", ")}; put others under \`meta\`.`,
      );
    }
    members[name] = member;
  }
  return members;
};

const isRecord = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};

const refuse = (path: string, reason: string, remedy: string): never => {
  throw new SchemaError({ path, reason, remedy });
};
