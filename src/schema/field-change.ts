import type { TypeGrade } from "./grade-type-change.ts";
import type { Field, Schema } from "./schema.ts";

/** The frame as a whole: its rows and meta. */
export interface DatasetTarget {
  readonly kind: "dataset";
}

/** One field, by the names from the outermost struct to it. */
export interface FieldTarget {
  readonly kind: "field";
  /** Names in the schema after; for a DELETE, in the schema before. */
  readonly path: readonly string[];
  /** Which of several equal names is meant, counted from 0, one for each name of `path`; absent while all are 0. */
  readonly occurrences?: readonly number[];
}

/** What about a field or dataset changed. `children` only where a type changed between nested and not nested. */
export type ChangeAspect =
  | "name"
  | "position"
  | "type"
  | "nullable"
  | "logical"
  | "children"
  | "meta"
  | "stats"
  | "rows";

/** `additive`: something new. `compatible`: readers of the old schema still work. `breaking`: they may not. */
export type ChangeVerdict = "additive" | "compatible" | "breaking";

/** The changed attributes of a field on one side; `position` is its index among its siblings on that side. */
export type FieldAttributes = Partial<Field> & { readonly position?: number };

/** The attributes of a frame on one side. */
export type DatasetAttributes = Omit<Schema, "fields">;

interface ChangeBase {
  readonly verdict: ChangeVerdict;
}

/** Says which columns before a column was computed from; present where the module declared it. */
interface Derivable {
  readonly derivedFrom?: readonly string[];
}

/**
 * One change of a schema, at field level: CREATE and DELETE hold the whole field with its children, UPDATE and TRANSFORM
 * only the attributes that differ. TRANSFORM is a change of type and carries its grade.
 */
export type FieldChange =
  | (ChangeBase & {
      readonly type: "CREATE";
      readonly target: DatasetTarget;
      readonly before: null;
      readonly after: DatasetAttributes;
    })
  | (ChangeBase & {
      readonly type: "DELETE";
      readonly target: DatasetTarget;
      readonly before: DatasetAttributes;
      readonly after: null;
    })
  | (ChangeBase & {
      readonly type: "UPDATE";
      readonly target: DatasetTarget;
      readonly before: DatasetAttributes;
      readonly after: DatasetAttributes;
      readonly aspects: readonly ChangeAspect[];
    })
  | (ChangeBase &
      Derivable & {
        readonly type: "CREATE";
        readonly target: FieldTarget;
        readonly before: null;
        readonly after: Field;
      })
  | (ChangeBase & {
      readonly type: "DELETE";
      readonly target: FieldTarget;
      readonly before: Field;
      readonly after: null;
    })
  | (ChangeBase &
      Derivable & {
        readonly type: "UPDATE";
        readonly target: FieldTarget;
        readonly before: FieldAttributes;
        readonly after: FieldAttributes;
        readonly aspects: readonly ChangeAspect[];
      })
  | (ChangeBase &
      Derivable & {
        readonly type: "TRANSFORM";
        readonly target: FieldTarget;
        readonly before: FieldAttributes;
        readonly after: FieldAttributes;
        readonly aspects: readonly ChangeAspect[];
        readonly grade: TypeGrade;
      });
