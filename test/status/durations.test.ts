import * as fc from "fast-check";
import { expect, test } from "vitest";

import { Durations } from "../../src/status/durations.ts";

test("durations come out ascending, each as often as it came, however many there are", () => {
  const given = fc.array(fc.double({ min: 0, noNaN: true }), { maxLength: 100 });
  fc.assert(
    fc.property(given, (numbers) => {
      const durations = new Durations();
      for (const number of numbers) durations.push(number);
      expect([...durations.sorted()]).toEqual(numbers.toSorted((a, b) => a - b));
      durations.push(0);
      expect(durations.sorted()).toHaveLength(numbers.length + 1);
    }),
  );
});
