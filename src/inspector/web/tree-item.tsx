import type { ComponentChildren } from "preact";

/** What a row of a tree is given, whatever it is of. */
export interface TreeItemProps {
  readonly id: string;
  /** A class for what it is of. */
  readonly look: string;
  readonly depth: number;
  /** Undefined of what has nothing below it. */
  readonly open: boolean | undefined;
  readonly selected: boolean;
  /** What it is of, for who looks for it in the document. */
  readonly data: Readonly<Record<`data-${string}`, string | number>>;
  readonly onSelect: () => void;
  readonly onTurn: () => void;
  readonly children: ComponentChildren;
}

/** Of each row of a tree, in CSS pixels. */
export const treeRowHeight = 24;

/** Deeper ones stand where this one stands, or where a narrow page has two fifths of its width: a long chain would leave it. */
const deepest = 20;

/** A row of a tree: selected by a click, opened and closed by its sign or a double click. */
export const TreeItem = ({ id, look, depth, open, selected, data, onSelect, onTurn, children }: TreeItemProps) => (
  <div
    id={id}
    role="treeitem"
    class={`tree-row ${look}${selected ? " selected" : ""}`}
    style={{ paddingLeft: `calc(8px + min(${Math.min(depth, deepest) * 16}px, 40%))`, height: `${treeRowHeight}px` }}
    aria-level={depth + 1}
    aria-selected={selected}
    aria-expanded={open}
    {...data}
    onClick={onSelect}
    onDblClick={onTurn}
  >
    <span
      class={open === undefined ? "twist none" : "twist"}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onTurn();
      }}
    >
      {open === undefined ? "" : open ? "▾" : "▸"}
    </span>
    {children}
  </div>
);
