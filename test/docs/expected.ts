/** What blocks compare with while they run. */
import { expect } from "vitest";

/** Equal to anything: `…` in the place of a value. */
export const any: unknown = Object.freeze({ anything: "…" });

/** Whatever else an object or array holds: `…` in the place of its last members. */
export const rest: Iterable<unknown> & { readonly "…": true } = Object.defineProperty(
  { "…": true } as Iterable<unknown> & { readonly "…": true },
  Symbol.iterator,
  { value: () => [rest].values() },
);

/** What was compared, by line: a comparison that is never reached proves nothing. */
export const compared = new Set<string>();

/** Asserts deep equality, with `…` in `expected` for anything; `where` names the line and shows the value. */
export const is = (actual: unknown, where: string, expected: unknown): void => {
  compared.add(where);
  expect({ [where]: asked(actual, expected) }).toEqual({ [where]: expected });
};

/** The actual value, with what nobody asked for as the expected value has it. */
const asked = (actual: unknown, expected: unknown): unknown => {
  if (expected === any) return any;
  if (typeof expected === "string") return typeof actual === "string" && fits(actual, expected) ? expected : actual;
  if (Array.isArray(expected)) return Array.isArray(actual) ? askedItems(actual, expected) : actual;
  return isPlain(expected) && isRecord(actual) ? askedMembers(actual, expected) : actual;
};

const fits = (actual: string, expected: string): boolean => {
  const pieces = expected.split("…").map((piece) => piece.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`));
  return new RegExp(`^${pieces.join("[^]*")}$`, "u").test(actual);
};

const askedItems = (actual: readonly unknown[], expected: readonly unknown[]): readonly unknown[] => {
  const open = expected.at(-1) === rest;
  const items = open ? actual.slice(0, expected.length - 1) : actual;
  return [...items.map((item, at) => asked(item, expected[at])), ...(open ? [rest] : [])];
};

const askedMembers = (
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const open = Object.hasOwn(expected, "…");
  const keys = Object.keys(actual).filter((key) => !open || Object.hasOwn(expected, key));
  return {
    ...Object.fromEntries(keys.map((key) => [key, asked(actual[key], expected[key])])),
    ...(open && { "…": true }),
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
