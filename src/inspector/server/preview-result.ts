import { StatusError } from "../../error.ts";
import { StoredValueError, StoreError } from "../../store-error.ts";
import { readFrame } from "../../schema/read-frame.ts";
import type { Json } from "../../schema/schema.ts";
import { showValue } from "../../workflow/show-value.ts";
import type { Tracked } from "../../workflow/module.ts";
import type { ResultPreview } from "../protocol/api.ts";
import { previewCell } from "./preview-cell.ts";

const mostRows = 50;
const mostColumns = 100;
const longestText = 32_000;

/**
 * The first rows of a result that is a frame, and how everything else reads; `redact` frees texts of secrets.
 *
 * Whatever a result does when it is read, the answer is a preview: a getter that throws is said, and disturbs nobody.
 */
export const previewResult = (
  read: () => Tracked<unknown> | undefined,
  redact: (text: string) => string = (text) => text,
): ResultPreview => {
  try {
    const result = read();
    if (result === undefined) return { kind: "none", reason: "its result is not kept" };
    return previewFrame(result, redact) ?? previewValue(result.data, redact);
  } catch (thrown) {
    if (thrown instanceof StatusError || thrown instanceof StoreError || thrown instanceof StoredValueError)
      return { kind: "none", reason: thrown.message };
    return { kind: "none", reason: `it cannot be shown: ${redact(String(thrown))}` };
  }
};

const previewFrame = (
  { data, schema }: Tracked<unknown>,
  redact: (text: string) => string,
): ResultPreview | undefined => {
  const frame = readFrame(data) ?? readFrame(onlyFrameIn(data));
  if (frame === null || frame.columns.length === 0) return undefined;
  const columns = frame.columns.slice(0, mostColumns);
  const values = columns.map(({ read }) => read());
  const rows = Array.from({ length: Math.min(frame.rows, mostRows) }, (_, row) =>
    values.map((column): Json => previewCell(column[row], redact)),
  );
  return {
    kind: "table",
    columns: columns.map(({ name }) => redact(name)),
    rows,
    total: frame.rows,
    ...(schema !== null && { schema }),
  };
};

/** A module may hand on a frame with other things beside it. */
const onlyFrameIn = (data: unknown): unknown => {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const frames = Object.values(data).filter((value) => readFrame(value) !== null);
  return frames.length === 1 ? frames[0] : undefined;
};

const previewValue = (data: unknown, redact: (text: string) => string): ResultPreview => {
  const text = redact(written(data));
  return { kind: "value", text: text.slice(0, longestText), cut: text.length > longestText };
};

const written = (data: unknown): string => {
  try {
    return JSON.stringify(data, plainer, 2) ?? showValue(data);
  } catch {
    return showValue(data);
  }
};

/** JSON has no bigints, and a typed array or Map would be an object of thousands of keys, or of none. */
const plainer = (_: string, value: unknown): unknown => {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Map || value instanceof Set) return Array.from(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  return value;
};
