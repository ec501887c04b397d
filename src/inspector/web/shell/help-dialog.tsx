import { useEffect, useRef } from "preact/hooks";

import { views } from "../views/views.ts";

/** The keys that work everywhere, and in the tree. */
const keys: readonly (readonly [keys: string, what: string])[] = [
  ["[ ]", "one record back, one on"],
  ["/", "find an execution (tree)"],
  ["n", "next failure (tree)"],
  ["f", "failed only (tree)"],
  ["↑ ↓ Home End", "go through the rows"],
  ["← →", "close, open; to what is above, below (tree)"],
  ["Ctrl + wheel", "zoom (Gantt)"],
  ["wheel + −", "zoom (graph); 0 fits all of it"],
  ["?", "this help"],
];

/** What the keys do. */
export const HelpDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-label="Keys" onClose={onClose}>
      <h2>Keys</h2>
      <dl class="facts">
        {[...views.map(({ key, title }) => [key, title] as const), ...keys].map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
};
