/**
 * Values one step simpler than a value of JSON's kinds, simplest first; none for anything else.
 *
 * Each has fewer parts than the value, or the same number and a part nearer to zero or shorter, so that going on from
 * any of them ends.
 */
export const simplerValues = function* (value: unknown): Generator {
  if (value === true) yield false;
  else if (typeof value === "number") yield* simplerNumbers(value);
  else if (typeof value === "string")
    yield* shorter(value.length, (from, to) => value.slice(0, from) + value.slice(to));
  else if (Array.isArray(value)) yield* simplerLists(value);
  else if (typeof value === "object" && value !== null && isLiteral(value)) yield* simplerMembers(value);
};

const simplerNumbers = function* (value: number): Generator<number> {
  // -0 is as near to zero as can be: nothing comes after it.
  if (value === 0) return;
  yield 0;
  if (!Number.isFinite(value)) return;
  const whole = Math.trunc(value);
  if (whole !== value) yield whole;
  else if (value < 0) yield -value;
  for (let step = Math.trunc(whole / 2); step !== 0; step = Math.trunc(step / 2)) yield whole - step;
};

const simplerLists = function* (list: readonly unknown[]): Generator {
  yield* shorter(list.length, (from, to) => list.toSpliced(from, to - from));
  for (const [at, item] of list.entries()) for (const simpler of simplerValues(item)) yield list.with(at, simpler);
};

const simplerMembers = function* (value: object): Generator {
  const members: readonly (readonly [string, unknown])[] = Object.entries(value);
  for (const at of members.keys()) yield Object.fromEntries(members.toSpliced(at, 1));
  for (const [at, [key, member]] of members.entries())
    for (const simpler of simplerValues(member)) yield Object.fromEntries(members.with(at, [key, simpler]));
};

/** What is left without a part of `length` parts: all of them, then every half, quarter, … down to one. */
const shorter = function* <Left>(length: number, without: (from: number, to: number) => Left): Generator<Left> {
  for (let size = length; size > 0; size = Math.trunc(size / 2))
    for (let from = 0; from + size <= length; from += size) yield without(from, from + size);
};

const isLiteral = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};
