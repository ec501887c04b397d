import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { experimentMachine, moduleMachine, runMachine } from "../../machines/index.ts";
import { mermaidChart, mermaidTree } from "../../src/export/mermaid.ts";
import { toChart } from "../../src/inspector/chart/to-chart.ts";
import { Status } from "../../src/status/status-from-journal.ts";
import { journal } from "../../src/testing/index.ts";

/** What mermaid shows for a label: `#34;` is the letter of that number. */
const shown = (label: string): string =>
  label.replaceAll(/#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)));

describe("a drawing in mermaid", () => {
  test("of a run has each execution once, under its names and in its state, below the one it reads", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const status = Status.fromJournal(records);
        const lines = mermaidTree(status).split("\n");
        const nodes = lines.flatMap((line) => {
          const [, execution, label, state] = /^ {2}e(\d+)\["([^"]*)"\]:::(\w+)$/u.exec(line) ?? [];
          return execution === undefined ? [] : [[Number(execution), shown(label ?? ""), state]];
        });
        const views = Array.from(status.executions());
        expect(nodes).toEqual(
          views.map((view) => [view.execution, `${view.moduleName} ${view.experimentName}`, view.state]),
        );
        const edges = lines.filter((line) => line.includes("-->"));
        expect(edges).toHaveLength(views.filter(({ depth }) => depth > 0).length);
      }),
    );
  });

  test("says how many executions it leaves out", () => {
    const [records = []] = fc.sample(journal({ maxExecutions: 12 }), { seed: 1, numRuns: 1 });
    const status = Status.fromJournal(records);
    const { executions } = status.plan.size;
    expect(mermaidTree(status, 1)).toContain(executions > 1 ? `and ${executions - 1} more` : "e0");
  });

  test("of a machine has each of its transitions", () => {
    for (const machine of [runMachine, experimentMachine, moduleMachine]) {
      const text = mermaidChart(toChart(machine));
      const ways = toChart(machine).root.children.flatMap(({ transitions }) => transitions);
      const begins = 1;
      expect(text.split("\n").filter((line) => line.includes("-->"))).toHaveLength(ways.length + begins);
    }
  });

  test("lets no name end its label", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const text = mermaidChart({
          id: "m",
          root: { id: "m", key: name, type: "atomic", entry: [], exit: [], invoke: [], transitions: [], children: [] },
        });
        const [, label = ""] = /state "([^"\n]*)" as s0$/mu.exec(text) ?? [];
        expect(shown(label)).toBe(name);
      }),
    );
  });
});
