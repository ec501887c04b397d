/** `expression; // => value`: how a block says what is true, and how it is found. */
import { stripTypeScriptTypes } from "node:module";

const marker = /^(?<before>.*?)\/\/ => (?<value>.*)$/u;

/**
 * Turns each `expression; // => value` into a comparison of the two; every line stays where it was.
 *
 * The value may stand on the line below the expression, and go on over further comment lines until it is whole. `…` in
 * it stands for anything: for a value, for the rest of an object or array, or for the rest of a text.
 */
export const withExpectations = (code: string): string => {
  const lines = code.split("\n");
  for (const [at, line] of lines.entries()) {
    const { before, value: begun } = marker.exec(line)?.groups ?? {};
    if (before === undefined || begun === undefined) continue;
    const ownLine = before.trim() === "";
    const end = ownLine ? at - 1 : at;
    lines[at] = before;
    const value = wholeValue(begun, lines, at + 1);
    const statement = (lines[end] ?? "").trimEnd().replace(/;$/u, "");
    lines[end] = statement;
    const start = startOfExpression(lines, end);
    lines[end] = `${statement}, ${JSON.stringify(`line ${at + 1}: // => ${value}`)}, (${parsed(value)}));`;
    lines[start] = `$is(${lines[start]}`;
  }
  return lines.join("\n");
};

const isExpression = (text: string): boolean => {
  try {
    stripTypeScriptTypes(`void (async () => (${text}\n));`);
    return true;
  } catch {
    return false;
  }
};

const wholeValue = (begun: string, lines: string[], next: number): string => {
  let value = begun;
  for (let at = next; !isExpression(parsed(value)); at++) {
    const more = /^\s*\/\/(.*)$/u.exec(lines[at] ?? "")?.[1];
    if (more === undefined) throw new SyntaxError(`"// => ${value}" is no expression`);
    value = `${value} ${more.trim()}`;
    lines[at] = "";
  }
  return value;
};

/** The nearest line from which on the text is an expression. */
const startOfExpression = (lines: readonly string[], end: number): number => {
  for (let start = end; start >= 0; start--) if (isExpression(lines.slice(start, end + 1).join("\n"))) return start;
  throw new SyntaxError(`what stands before "// =>" is no expression: ${lines[end] ?? ""}`);
};

const texts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|(?<colon>:\s*)?…/gu;

const parsed = (value: string): string =>
  value.trim() === "…"
    ? "$any"
    : value.replaceAll(texts, (found: string, colon?: string) =>
        found.endsWith("…") ? (colon === undefined ? "...$rest" : `${colon}$any`) : found,
      );
