import type { ActorRow as Row } from "../../view/actor-tree.ts";
import { StatusMark } from "./status-mark.tsx";

interface ActorRowProps {
  readonly row: Row;
  readonly id: string;
  readonly height: number;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onTurn: () => void;
}

/** Deeper ones stand where this one stands: a chain of actors would leave the page. */
const deepest = 20;

/** An actor in the tree: what has ended recedes, what failed stands out. */
export const ActorRow = ({ row: { actor, depth, open }, id, height, selected, onSelect, onTurn }: ActorRowProps) => (
  <div
    id={id}
    role="treeitem"
    class={`tree-row actor-${actor.status}${selected ? " selected" : ""}`}
    style={{ paddingLeft: `${8 + Math.min(depth, deepest) * 16}px`, height: `${height}px` }}
    aria-level={depth + 1}
    aria-selected={selected}
    aria-expanded={open}
    data-actor={actor.sessionId}
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
    <StatusMark status={actor.status} />
    <span class="actor-name">{actor.name}</span>
    <span class="actor-state">{actor.state}</span>
    <span class="spacer" />
    <span class="muted actor-id">{actor.sessionId}</span>
  </div>
);
