import { useEffect, useRef } from "preact/hooks";

import type { KeyHelp } from "../key-binding.ts";

/** Keys that work in one place. */
export interface HelpPart {
  readonly title: string;
  readonly keys: readonly KeyHelp[];
}

interface HelpDialogProps {
  readonly parts: readonly HelpPart[];
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What the keys do. */
export const HelpDialog = ({ parts, open, onClose }: HelpDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-label="Keys" onClose={onClose}>
      <h2>Keys</h2>
      <div class="help-parts">
        {parts.map(({ title, keys }) => (
          <section key={title} data-keys={title}>
            <h3>{title}</h3>
            <dl class="facts">
              {keys.map(({ shown, what }) => (
                <>
                  <dt>
                    <kbd>{shown}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
};
