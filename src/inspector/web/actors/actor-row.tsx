import type { ActorRow as Row } from "../../view/actor-tree.ts";
import { TreeItem, type TreeItemProps } from "../tree-item.tsx";
import { StatusMark } from "./status-mark.tsx";

interface ActorRowProps extends Pick<TreeItemProps, "id" | "selected" | "onSelect" | "onTurn"> {
  readonly row: Row;
}

/** An actor in the tree: what has ended recedes, what failed stands out. */
export const ActorRow = ({ row: { actor, depth, open }, ...item }: ActorRowProps) => (
  <TreeItem {...item} look={`actor-${actor.status}`} depth={depth} open={open} data={{ "data-actor": actor.sessionId }}>
    <StatusMark status={actor.status} />
    <span class="actor-name">{actor.name}</span>
    <span class="actor-state">{actor.state}</span>
    <span class="spacer" />
    <span class="muted actor-id">{actor.sessionId}</span>
  </TreeItem>
);
