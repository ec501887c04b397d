import type { ComponentChildren, RefObject } from "preact";

import { formatCount } from "../../text/format-count.ts";
import { hearKey } from "./key-binding.ts";
import { treeRowHeight } from "./tree-item.tsx";
import { treeKeys, type TreeKeyTarget } from "./tree-keys.ts";
import { VirtualList } from "./virtual-list.tsx";

interface TreePaneProps {
  /** What the tree is of, for who hears it. */
  readonly label: string;
  /** What its filter says of itself. */
  readonly find: { readonly placeholder: string; readonly label: string };
  readonly search: RefObject<HTMLInputElement>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly failedOnly: boolean;
  readonly failures: number;
  readonly target: TreeKeyTarget;
  /** How many rows there are, and how many there would be without a filter. */
  readonly shown: number;
  readonly of: number;
  /** The place of the row that is selected; -1 for none. */
  readonly at: number;
  /** The row at a place; `id` is what the tree knows it by. */
  readonly row: (place: number, id: string) => ComponentChildren;
}

/** A tree with what finds things in it, gone through by keyboard or mouse. */
export const TreePane = ({
  label,
  find,
  search,
  text,
  onText,
  failedOnly,
  failures,
  target,
  shown,
  of,
  at,
  row,
}: TreePaneProps) => (
  <div class="tree-side">
    <div class="tools">
      <input
        ref={search}
        type="search"
        class="search"
        placeholder={find.placeholder}
        aria-label={find.label}
        value={text}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onText("");
        }}
      />
      <button
        type="button"
        class={failedOnly ? "button on" : "button"}
        aria-pressed={failedOnly}
        onClick={target.turnFailedOnly}
      >
        Failed only
      </button>
      <button type="button" class="button" disabled={failures === 0} onClick={target.nextFailure}>
        Next failure
      </button>
      <span class="muted number" data-shown={shown}>
        {formatCount(shown)} of {formatCount(of)}
      </span>
    </div>
    <VirtualList
      count={shown}
      rowHeight={treeRowHeight}
      focus={at === -1 ? undefined : at}
      attributes={{
        role: "tree",
        tabIndex: 0,
        "aria-label": label,
        "aria-activedescendant": at === -1 ? undefined : rowId(at),
        onKeyDown: (event: KeyboardEvent) => {
          if (hearKey(event, treeKeys, target)) event.stopPropagation();
        },
      }}
      row={(place) => row(place, rowId(place))}
    />
  </div>
);

const rowId = (place: number): string => `tree-row-${place}`;
