import type { ExecutionReport } from "./execution-report.ts";
import type { ExecutionNode, NodeKind } from "./execution-tree.ts";
import { countOf, formatCount } from "../text/format-count.ts";

/** One line of a drawn tree: an execution, or how many were left out here. */
export interface TreeLine {
  /** The branches to the left of it. */
  readonly branches: string;
  readonly content: ExecutionReport | string;
}

/**
 * Draws a tree in about `most` lines: siblings of one kind are told by their number beyond the first few.
 *
 * What has not started is never listed: it has nothing to say beyond how much of it there is.
 */
export const treeLines = (roots: readonly ExecutionNode[], most: number): readonly TreeLine[] => {
  let lines: readonly TreeLine[] = [];
  for (const shown of [Number.POSITIVE_INFINITY, 20, 10, 5, 3, 2, 1]) {
    lines = Array.from(take(draw(roots, shown, undefined), most + 1));
    if (lines.length <= most) return lines;
  }
  return [...lines.slice(0, most), { branches: "", content: "… and more: --json lists everything" }];
};

/** `branches` are those of the siblings' parent; the first module has none. */
function* draw(siblings: readonly ExecutionNode[], shown: number, branches: string | undefined): Generator<TreeLine> {
  const { nodes, notes } = fold(siblings, shown);
  const count = nodes.length + notes.length;
  const at = (place: number): string =>
    branches === undefined ? "" : branches + (place === count - 1 ? "└─ " : "├─ ");
  for (const [place, node] of nodes.entries()) {
    yield { branches: at(place), content: node.execution };
    const below = branches === undefined ? "" : branches + (place === count - 1 ? "   " : "│  ");
    if (node.execution.state !== "Failed") yield* draw(node.children, shown, below);
    else if (node.size > 1)
      yield { branches: `${below}└─ `, content: `${countOf(node.size - 1, "execution")} never ran` };
  }
  for (const [place, content] of notes.entries()) yield { branches: at(nodes.length + place), content };
}

/** The siblings that are listed, and what is said of the others. */
const fold = (siblings: readonly ExecutionNode[], shown: number) => {
  const listed = new Set<ExecutionNode>();
  const notes: string[] = [];
  for (const [kind, alike] of Map.groupBy(siblings, (node) => node.kind)) {
    // A note that stands for a single execution would take the line of the execution itself.
    const visible = kind === "NotStarted" ? 0 : alike.length <= shown + 1 ? alike.length : shown;
    for (const node of alike.slice(0, visible)) listed.add(node);
    if (visible < alike.length) notes.push(noteOn(kind, alike.slice(visible)));
  }
  return { nodes: siblings.filter((node) => listed.has(node)), notes };
};

const noteOn = (kind: NodeKind, hidden: readonly ExecutionNode[]): string => {
  const size = hidden.reduce((sum, node) => sum + node.size, 0);
  if (kind === "NotStarted") return `${countOf(size, "execution")} NotStarted`;
  const below = size > hidden.length ? ` (${countOf(size, "execution")})` : "";
  return `… ${formatCount(hidden.length)} more ${kind === "Mixed" ? "partly Completed" : kind}${below}`;
};

function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
