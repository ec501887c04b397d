import * as fc from "fast-check";
import { expect, test } from "vitest";

import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { filterRecords } from "../../../src/inspector/view/filter-records.ts";
import { recordLine } from "../../../src/inspector/view/record-line.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";

test("a filter finds the lines of the log that show its text, and no others", () => {
  const texts = fc.constantFrom("loader", "MODULE.", "a", "retried", "attempt 2", "error", "changes", "schema", "zz");
  fc.assert(
    fc.property(journal(), fc.nat(), texts, fc.boolean(), (records, place, text, onlySome) => {
      const fold = new RunFold(columnsOf(records));
      fold.seek(1 + (place % records.length));
      const all = Array.from({ length: fold.seq }, (_, index) => index + 1);
      const among = onlySome ? all.filter((seq) => seq % 2 === 0) : undefined;
      const shown = (among ?? all).filter((seq) => {
        const { type, about, path, note } = recordLine(fold, seq);
        const whole = `${type} | ${[path, about].filter((part) => part !== "").join("_")} | ${note}`;
        return whole.toLowerCase().includes(text.toLowerCase());
      });
      const found = filterRecords(fold, among, text);
      // Of a schema the log shows the beginning of its fingerprint, and all of it is looked at.
      expect(found?.filter((seq) => recordLine(fold, seq).type !== "schema.recorded")).toEqual(
        shown.filter((seq) => recordLine(fold, seq).type !== "schema.recorded"),
      );
      expect(filterRecords(fold, among, "")).toBe(among);
    }),
  );
});
