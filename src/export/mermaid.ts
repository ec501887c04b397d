import type { Chart, ChartState } from "../inspector/chart/chart.ts";
import type { Status } from "../status/status.ts";

/** A statechart as a mermaid `stateDiagram-v2`, which code hosts draw. */
export const mermaidChart = ({ root }: Chart): string => {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `s${ids.size}`;
    ids.set(id, known);
    return known;
  };
  const lines = ["stateDiagram-v2"];
  const state = (given: ChartState, depth: number): void => {
    const indent = "  ".repeat(depth);
    if (given.children.length === 0) {
      lines.push(`${indent}state "${escaped(given.key)}" as ${idOf(given.id)}`);
      return;
    }
    lines.push(`${indent}state "${escaped(given.key)}" as ${idOf(given.id)} {`);
    if (given.initial !== undefined) lines.push(`${indent}  [*] --> ${idOf(given.initial)}`);
    for (const [place, child] of given.children.entries()) {
      if (place > 0 && given.type === "parallel") lines.push(`${indent}  --`);
      state(child, depth + 1);
    }
    lines.push(`${indent}}`);
  };
  state(root, 1);
  const ways = (given: ChartState): void => {
    for (const { event, guard, targets } of given.transitions)
      for (const target of targets.length === 0 ? [given.id] : targets) {
        const text = guard === undefined ? event : `${event} [${guard}]`;
        lines.push(`  ${idOf(given.id)} --> ${idOf(target)}: ${escaped(text)}`);
      }
    for (const child of given.children) ways(child);
  };
  ways(root);
  return `${lines.join("\n")}\n`;
};

/** The tree of a run's executions as a mermaid flowchart, each in the colour of its state; at most `most` of them. */
export const mermaidTree = (status: Status, most = 500): string => {
  const lines = ["flowchart LR"];
  let count = 0;
  for (const { execution, moduleName, experimentName, state } of status.executions()) {
    if (count++ === most) {
      lines.push(`  more["and ${status.plan.size.executions - most} more"]`);
      break;
    }
    lines.push(`  e${execution}["${escaped(`${moduleName} ${experimentName}`)}"]:::${state}`);
    const { parent } = status.plan.execution(execution);
    if (parent !== undefined) lines.push(`  e${parent} --> e${execution}`);
  }
  lines.push(
    "  classDef NotStarted fill:#eee,stroke:#999,color:#333",
    "  classDef InProgress fill:#d6e6fb,stroke:#1f6fd6,color:#123",
    "  classDef Completed fill:#e0efe7,stroke:#5f8f76,color:#123",
    "  classDef Failed fill:#fdecea,stroke:#c62a2a,color:#611",
  );
  return `${lines.join("\n")}\n`;
};

/** Letters that mean something to mermaid, or to the page it is drawn in, by their number; it writes them as `#34;`. */
const escaped = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N} ._/+-]/gu, (letter) => `#${letter.codePointAt(0) ?? 63};`);
