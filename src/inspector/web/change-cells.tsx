import type { ComponentChildren } from "preact";

import type { FieldChange } from "../../schema/field-change.ts";
import { ChangeSign } from "./change-sign.tsx";

interface ChangeCellsProps extends Pick<FieldChange, "type"> {
  /** What was changed. */
  readonly name: ComponentChildren;
  readonly what: string;
}

/** The cells that tell of a change, in any table. */
export const ChangeCells = ({ type, name, what }: ChangeCellsProps) => (
  <>
    <td class={`sign sign-${type}`}>
      <ChangeSign type={type} />
    </td>
    <td>{name}</td>
    <td class="muted">{what}</td>
  </>
);
