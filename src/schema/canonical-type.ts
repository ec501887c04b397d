const plain = new Set(
  (
    "null bool utf8 large_utf8 utf8_view binary large_binary binary_view date32 date64 " +
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 " +
    "list large_list list_view large_list_view struct map run_end_encoded"
  ).split(" "),
);

const parameterised = [
  /^timestamp\[(s|ms|us|ns)(,[A-Za-z0-9_+:/-]{1,64})?\]$/,
  /^time32\[(s|ms)\]$/,
  /^time64\[(us|ns)\]$/,
  /^duration\[(s|ms|us|ns)\]$/,
  /^interval\[(year_month|day_time|month_day_nano)\]$/,
  /^decimal(32|64|128|256)\(\d{1,2},-?\d{1,2}\)$/,
  /^fixed_size_(binary|list)\[\d{1,10}\]$/,
  /^opaque:[^<>,\p{Cc}]{1,200}$/u,
];

const composed = /^(dictionary|union)<(.+)>$/;

/** Beyond this length a type name is refused unread. */
const maxLength = 1024;

/**
 * True when a text is a canonical type name: an Arrow logical type (`int64`, `timestamp[ms,UTC]`, `decimal128(10,2)`,
 * `dictionary<int32,utf8>`, `union<int64,utf8>`) or `opaque:<name>` for everything Arrow has no word for.
 *
 * Nested types carry no parameters: what a `list` or `struct` holds is told by the children of the field.
 */
export const isCanonicalType = (text: string): boolean => text.length <= maxLength && isType(text);

/** Types whose field may have children. */
export const mayHaveChildren = (type: string): boolean =>
  isListType(type) || type === "struct" || type === "map" || type === "run_end_encoded" || type.startsWith("opaque:");

/** Types whose field has one child, the item, known by its place and not by its name. */
export const isListType = (type: string): boolean => /^(large_)?list(_view)?$|^fixed_size_list\[/.test(type);

const isType = (text: string): boolean => {
  if (plain.has(text) || parameterised.some((form) => form.test(text))) return true;
  const [, form, inner] = composed.exec(text) ?? [];
  if (inner === undefined) return false;
  const parts = splitParts(inner);
  if (form === "dictionary")
    return parts.length === 2 && /^u?int(8|16|32|64)$/.test(parts[0] ?? "") && isType(parts[1] ?? "");
  return parts.length > 1 && parts.every(isType);
};

/** Splits at the commas that are inside no bracket. */
const splitParts = (text: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "<" || c === "[" || c === "(") depth++;
    else if (c === ">" || c === "]" || c === ")") depth--;
    else if (c === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
};
