import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { recordRow } from "../../../src/inspector/protocol/record-row.ts";
import { appendRows, rowsAfter } from "../../../src/inspector/protocol/row-batch.ts";
import { RunColumns } from "../../../src/inspector/protocol/run-columns.ts";
import { decodeRunDocument, encodeRunDocument } from "../../../src/inspector/protocol/run-document.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";

const rowsOf = (run: RunColumns): unknown => Array.from({ length: run.length }, (_, index) => run.row(index + 1));

describe("a run document", () => {
  test("is read back as it was, and goes on from there", () => {
    fc.assert(
      fc.property(journal(), journal(), (records, others) => {
        const run = columnsOf(records);
        const read = decodeRunDocument(encodeRunDocument(run).buffer);
        expect(read.head).toEqual(run.head);
        expect(rowsOf(read)).toEqual(records.map(recordRow));
        for (const record of others) {
          run.append(recordRow(record));
          read.append(recordRow(record));
        }
        expect(rowsOf(read)).toEqual(rowsOf(run));
      }),
    );
  });

  test("is refused when it was cut short, or is something else", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, cut) => {
        const bytes = encodeRunDocument(columnsOf(records));
        const shorter = bytes.slice(0, cut % bytes.length);
        expect(() => decodeRunDocument(shorter.buffer)).toThrow("run document");
      }),
    );
    expect(() => decodeRunDocument(new TextEncoder().encode("<!doctype html><html>").buffer)).toThrow(
      "this is no run document",
    );
  });
});

describe("row batches", () => {
  test("make the run again, cut anywhere, sent twice, through JSON", () => {
    fc.assert(
      fc.property(journal(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (records, sizes) => {
        const run = columnsOf(records);
        const copy = new RunColumns(run.head);
        for (let turn = 0; copy.length < run.length; turn++) {
          const batch = JSON.parse(JSON.stringify(rowsAfter(run, copy.length, sizes[turn % sizes.length] ?? 1)));
          expect(appendRows(copy, batch)).toBe(true);
          expect(appendRows(copy, batch)).toBe(true);
        }
        expect(rowsOf(copy)).toEqual(rowsOf(run));
      }),
    );
  });

  test("are refused when records between are missing", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const run = columnsOf(records);
        const copy = new RunColumns(run.head);
        expect(appendRows(copy, { from: 2, rows: [] })).toBe(false);
        expect(copy.length).toBe(0);
      }),
    );
  });
});
