import * as fc from "fast-check";

/** A value as source code, cut where it gets long to read. */
export const valueText = (value: unknown): string => {
  const text = sourceOf(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

/** Values come from modules under test: a getter may throw. */
const sourceOf = (value: unknown): string => {
  try {
    return fc.stringify(value);
  } catch {
    return "a value that throws where it is read";
  }
};
