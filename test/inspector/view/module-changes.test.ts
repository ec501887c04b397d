import { describe, expect, it } from "vitest";

import { moduleChanges } from "../../../src/inspector/view/module-changes.ts";
import type { FieldChange } from "../../../src/schema/field-change.ts";

const created = (name: string): FieldChange => ({
  type: "CREATE",
  verdict: "additive",
  target: { kind: "field", path: [name] },
  before: null,
  after: { name, type: "int64", nullable: false },
});

const step = (moduleName: string, seq: number, executions: readonly number[], names: readonly string[]) => ({
  step: { moduleName, before: undefined, after: undefined, changes: names.length, executions, seq },
  changes: names.map(created),
});

describe("the changes of modules", () => {
  it("count every execution of every step that made them, in the order of the sequence", () => {
    const told = [
      step("Fitter", 9, [8, 3], ["fit"]),
      step("Loader", 2, [0, 4], ["id"]),
      step("Fitter", 12, [5], ["fit", "extra"]),
    ];
    expect(
      moduleChanges(told, ["Loader", "Cleaner", "Fitter"]).map(({ moduleName, changes, executions: all, lines }) => ({
        moduleName,
        changes,
        executions: all,
        lines: lines.map(({ fields, executions }) => [fields, executions]),
      })),
    ).toEqual([
      { moduleName: "Loader", changes: 2, executions: 2, lines: [[["id"], [0, 4]]] },
      {
        moduleName: "Fitter",
        changes: 4,
        executions: 3,
        lines: [
          [["fit"], [3, 5, 8]],
          [["extra"], [5]],
        ],
      },
    ]);
  });
});
