import { isCanonicalType, isListType, mayHaveChildren } from "./canonical-type.ts";
import { countAt, itemsAt, jsonObjectAt, maxDepth, membersOf, plainZero, refuse } from "./check-json.ts";
import type { Field, FieldStats, Scalar } from "./schema.ts";

const fieldNames = ["name", "type", "nullable", "logical", "children", "meta", "stats"] as const;

/** Checks that a value is a field and gives a copy of it; throws SchemaError with the path. */
export const fieldAt = (value: unknown, path: string, depth = 0): Field => {
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
    ...(meta === undefined ? {} : { meta: jsonObjectAt(meta, `${path}.meta`) }),
    ...(stats === undefined ? {} : { stats: statsAt(stats, `${path}.stats`) }),
  };
};

const childrenAt = (value: unknown, type: string, path: string, depth: number): Field[] => {
  if (!mayHaveChildren(type))
    return refuse(path, `a ${type} has no children`, "Only lists, structs, maps and opaque types do.");
  const children = itemsAt(value, path, (child, at) => fieldAt(child, at, depth + 1));
  if (isListType(type) && children.length !== 1)
    return refuse(path, `a ${type} has one child, its item`, "Give exactly one.");
  return children;
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

const scalarAt = (value: unknown, path: string): Scalar => {
  if (typeof value === "number" && Number.isFinite(value)) return plainZero(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  return refuse(
    path,
    "is not a JSON-safe scalar",
    'Write what JSON cannot hold as text: `"NaN"`, `"int64:9007199254740993"`.',
  );
};
