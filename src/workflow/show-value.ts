/** Shows any value in an error, short and on one line; never throws, whatever the value does when it is read. */
export const showValue = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Map) return "a mapping";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "a mapping";
  return String(value);
};
