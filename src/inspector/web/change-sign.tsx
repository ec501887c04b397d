import type { FieldChange } from "../../schema/field-change.ts";

/** A type of change with its sign: colour is not all that tells. */
export const ChangeSign = ({ type }: Pick<FieldChange, "type">) => (
  <>
    <span aria-hidden="true">{signs[type]}</span> {type}
  </>
);

const signs = { CREATE: "+", DELETE: "−", UPDATE: "~", TRANSFORM: "→" } as const;
