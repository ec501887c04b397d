import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeSchema } from "../../src/schema/describe-schema.ts";
import type { FieldStats } from "../../src/schema/schema.ts";

const statsOf = (cells: ArrayLike<unknown>): FieldStats | undefined => describeSchema({ x: cells })?.fields[0]?.stats;
const nullable = <Value>(cell: fc.Arbitrary<Value>): fc.Arbitrary<(Value | null | undefined)[]> =>
  fc.array(fc.oneof({ weight: 5, arbitrary: cell }, fc.constantFrom(null, undefined)), { minLength: 1, maxLength: 30 });
const present = <Value>(cells: readonly (Value | null | undefined)[]): Value[] =>
  cells.filter((cell) => cell !== null && cell !== undefined);
const closeTo = (actual: unknown, expected: number, size: number): void => {
  expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(1e-12 * Math.max(size, Number.MIN_VALUE));
};

/** The double that follows on a number in the direction away from zero. */
const nextDouble = (value: number): number => {
  const bits = new BigInt64Array([0n]);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + 1n;
  return double[0] ?? Number.NaN;
};

/** Mean and standard deviation by the textbook, in exact integers until the last division. */
const exactMoments = (values: readonly bigint[]): { mean: number; std: number } => {
  const n = BigInt(values.length);
  const sum = values.reduce((total, value) => total + value, 0n);
  const squares = values.reduce((total, value) => total + (n * value - sum) ** 2n, 0n);
  return { mean: Number(sum) / values.length, std: Math.sqrt(Number(squares) / Number(n * n) / (values.length - 1)) };
};

describe("stats equal a naive oracle", () => {
  test("of integers, at any distance from zero", () => {
    fc.assert(
      fc.property(nullable(fc.maxSafeInteger()), fc.constantFrom(0, 1), (cells, asBigint) => {
        const values = present(cells);
        fc.pre(values.length > 0);
        const stats = statsOf(
          cells.map((cell, i) => (asBigint && i % 2 === 0 && typeof cell === "number" ? BigInt(cell) : cell)),
        );
        const size = Math.max(...values.map(Math.abs));
        const { mean, std } = exactMoments(values.map(BigInt));
        expect(stats).toMatchObject({
          count: cells.length,
          nulls: cells.length - values.length,
          distinct: new Set(values).size,
          min: Math.min(...values) + 0,
          max: Math.max(...values) + 0,
        });
        closeTo(stats?.mean, mean, size);
        closeTo(stats?.std ?? 0, values.length > 1 ? std : 0, size);
      }),
      { numRuns: 2000 },
    );
  });

  test("of integers whose sum a double holds, to the last digit of the mean", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 99 }),
        fc.constantFrom(0, 1),
        (values, asBigint) => {
          const cells = asBigint === 1 ? values.map(BigInt) : values;
          // A sum of none below zero: JSON does not keep the sign of zero.
          expect(statsOf(cells)?.mean).toBe(exactMoments(values.map(BigInt)).mean + 0);
        },
      ),
    );
    expect(statsOf(Array.from({ length: 50 }, (_, id) => id).filter((id) => id % 7 !== 0))?.mean).toBe(24.5);
  });

  test("of doubles, from the smallest to the largest", () => {
    const close = fc.tuple(
      fc.double({ noNaN: true, min: -1, max: 1 }),
      fc.constantFrom(1e-300, 1e-200, 1e-160, 1, 1e200, 1e308),
    );
    fc.assert(
      fc.property(
        fc.array(
          close.map(([x]) => x),
          { minLength: 2, maxLength: 20 },
        ),
        close,
        (units, [, factor]) => {
          const values = units.map((unit) => unit * factor);
          const stats = statsOf(values);
          const mean = units.reduce((sum, unit) => sum + unit / units.length, 0);
          const std = Math.sqrt(units.reduce((sum, unit) => sum + (unit - mean) ** 2, 0) / (units.length - 1));
          expect(stats?.distinct).toBe(new Set(values).size);
          expect(stats?.min).toBe(Math.min(...values) + 0);
          expect(stats?.max).toBe(Math.max(...values) + 0);
          closeTo(Number(stats?.mean) / factor, mean, 1);
          closeTo(Number(stats?.std) / factor, std, 1);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("of doubles that are further apart than the largest", () => {
    const [far, third] = [1e308, 1 / 3];
    expect(Number(statsOf([far, -far])?.std) / far).toBeCloseTo(Math.SQRT2, 12);
    expect(Number(statsOf([far, -far, far])?.std) / far).toBeCloseTo(Math.sqrt(4 * third), 12);
    expect(Number(statsOf([far, far, -far])?.mean) / far).toBeCloseTo(third, 12);
    // What is no double any more is infinite, not NaN.
    expect(statsOf([1.7 * far, -1.7 * far])?.std).toBe("Infinity");
  });

  test("of neighbours, whose mean is one of them", () => {
    for (const least of [1, -3e-310, 1e-200, 0.1, 2 ** 40, 1e200, 1.7e308]) {
      const next = nextDouble(least);
      const apart = Math.abs(next - least);
      // A distance of one least double has no half, and none of its root is a double.
      const expected = apart === Number.MIN_VALUE ? apart : apart / Math.SQRT2;
      expect(Number(statsOf([least, next])?.std) / expected, `${least}`).toBeCloseTo(1, 12);
    }
  });

  test("of texts, by code point", () => {
    fc.assert(
      fc.property(nullable(fc.string({ unit: "binary", maxLength: 4 })), (cells) => {
        const values = present(cells);
        fc.pre(values.length > 0);
        const sorted = values.toSorted((left, right) => Buffer.compare(utf32(left), utf32(right)));
        expect(statsOf(cells)).toStrictEqual({
          count: cells.length,
          nulls: cells.length - values.length,
          distinct: new Set(values).size,
          min: sorted[0],
          max: sorted.at(-1),
        });
      }),
      { numRuns: 2000 },
    );
  });

  test("of dates, an invalid one being a null", () => {
    fc.assert(
      fc.property(nullable(fc.date({ noInvalidDate: false })), (cells) => {
        const times = present(cells)
          .map(Number)
          .filter((time) => !Number.isNaN(time));
        fc.pre(times.length > 0);
        expect(statsOf(cells)).toStrictEqual({
          count: cells.length,
          nulls: cells.length - times.length,
          distinct: new Set(times).size,
          min: new Date(Math.min(...times)).toISOString(),
          max: new Date(Math.max(...times)).toISOString(),
        });
      }),
      { numRuns: 1000 },
    );
  });

  test("of bigints, exact beyond 2^53", () => {
    const id = 2n ** 60n;
    expect(statsOf([id, id + 1n, id + 2n, 1n])).toMatchObject({
      distinct: 4,
      min: 1,
      max: "int64:1152921504606846978",
    });
    expect(statsOf([id, id + 1n, id + 2n])?.std).toBe(1);
    expect(statsOf(BigInt64Array.of(id, id))).toMatchObject({ distinct: 1, std: 0 });
    expect(statsOf([2n ** 64n])?.max).toBe("bigint:18446744073709551616");
  });
});

/** Three bytes for each code point, big end first: their order is code point order. */
const utf32 = (text: string): Buffer =>
  Buffer.concat(
    Array.from(text, (character) => {
      const point = character.codePointAt(0) ?? 0;
      return Buffer.from([point >> 16, (point >> 8) & 255, point & 255]);
    }),
  );

describe("values without order or without end", () => {
  test("NaN is a value and not a null: mean and std are NaN, min and max are those of the rest", () => {
    expect(statsOf([1, NaN, null, 3])).toStrictEqual({
      count: 4,
      nulls: 1,
      distinct: 3,
      min: 1,
      max: 3,
      mean: "NaN",
      std: "NaN",
    });
    expect(statsOf([NaN, NaN])).toStrictEqual({ count: 2, nulls: 0, distinct: 1, mean: "NaN", std: "NaN" });
  });

  test("infinities are tagged text, and the mean is the infinity when there is only one", () => {
    expect(statsOf([1, Infinity])).toMatchObject({ min: 1, max: "Infinity", mean: "Infinity", std: "NaN" });
    expect(statsOf([-Infinity, Infinity])).toMatchObject({ min: "-Infinity", mean: "NaN" });
    expect(statsOf([-Infinity, -Infinity])).toMatchObject({ distinct: 1, mean: "-Infinity" });
  });

  test("negative zero is zero, because JSON does not keep its sign", () => {
    expect(Object.is(statsOf([-0])?.min, 0)).toBe(true);
    expect(Object.is(statsOf([-0])?.mean, 0)).toBe(true);
  });

  test("a text too long to copy into a schema is left out, never shortened", () => {
    expect(statsOf(["a", "z".repeat(300)])).toStrictEqual({ count: 2, nulls: 0, distinct: 2, min: "a" });
  });

  test("a constant column has exactly its value as mean, and no spread", () => {
    expect(statsOf(Array.from({ length: 1000 }, () => 0.1))).toMatchObject({ mean: 0.1, std: 0 });
  });

  test("types without an exact answer give counts only", () => {
    expect(statsOf([{ a: 1 }, null])).toStrictEqual({ count: 2, nulls: 1 });
    expect(statsOf(["x", 1])).toStrictEqual({ count: 2, nulls: 0 });
    expect(statsOf([true, false, true])).toStrictEqual({ count: 3, nulls: 0, distinct: 2 });
  });
});
