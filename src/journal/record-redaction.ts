import type { ChangeHints } from "../schema/change-hints.ts";
import { decodeSchema } from "../schema/decode-schema.ts";
import type { DatasetAttributes, FieldAttributes, FieldChange } from "../schema/field-change.ts";
import type { Field, FieldStats, Scalar, Schema } from "../schema/schema.ts";
import type { Annotations } from "./record.ts";
import { mapped, type Redaction } from "./redaction.ts";
import type { ReuseDecision, ReuseKey, ReuseReason } from "./reuse-decision.ts";

/**
 * What is recorded, without the secrets of a run.
 *
 * Of schemas and changes, the names of fields, statistics, logical types and meta are looked through. Words of the format
 * itself stay: a secret `timestamp` must not turn the type of a column into none. What holds no secret is given back as
 * it is.
 */
export class RecordRedaction {
  /** Of texts and JSON. */
  readonly redaction: Redaction;
  readonly #known = new WeakMap<Schema, Schema>();

  constructor(redaction: Redaction) {
    this.redaction = redaction;
  }

  annotations(annotations: Annotations): Annotations {
    return this.redaction.record(annotations);
  }

  /** Where a result is kept is a hash; why it is not may be said with words of the result. */
  result(result: string): string {
    return result.startsWith("not storable") ? this.redaction.text(result) : result;
  }

  /** Why a result was taken over or not, with the names a module's policy gives. */
  decision({ why, key }: ReuseDecision): ReuseDecision {
    return { why: this.#reason(why), ...(key && { key: this.#key(key) }) };
  }

  #reason(why: ReuseReason): ReuseReason {
    if ("detail" in why) return { ...why, detail: this.redaction.text(why.detail) };
    if (why.kind !== "changed") return why;
    const { text } = this.redaction;
    return {
      ...why,
      parts: why.parts.map((part) => (part.part === "dependency" ? { part: part.part, name: text(part.name) } : part)),
    };
  }

  #key(key: ReuseKey): ReuseKey {
    const { text } = this.redaction;
    const dependencies = key.dependencies.map(({ name, content }) => ({ name: text(name), content }));
    return { ...key, version: key.version === null ? null : text(key.version), dependencies };
  }

  /** The schema to be recorded for a schema; each is looked through once. */
  schema(schema: Schema): Schema {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const fields = mapped(schema.fields, this.#field);
    const { meta } = this.#attributes(schema);
    const isSame = fields === schema.fields && meta === schema.meta;
    const redacted = isSame ? schema : decodeSchema({ ...schema, fields, ...(meta && { meta }) });
    this.#known.set(schema, redacted);
    this.#known.set(redacted, redacted);
    return redacted;
  }

  /** What a module declared about its columns, in the names that are recorded. */
  hints({ renamed, derived, content }: ChangeHints): ChangeHints {
    const { text } = this.redaction;
    return {
      ...(renamed && { renamed: new Map(entriesOf(renamed).map(([from, to]) => [text(from), textOrSame(to, text)])) }),
      ...(derived && { derived: new Map(entriesOf(derived).map(([to, from]) => [text(to), textsOrSame(from, text)])) }),
      ...(content && { content }),
    };
  }

  changes(changes: readonly FieldChange[]): readonly FieldChange[] {
    return mapped(changes, this.#change);
  }

  readonly #change = (change: FieldChange): FieldChange => {
    const { text } = this.redaction;
    const { target } = change;
    const path = target.kind === "field" ? mapped(target.path, text) : [];
    const [before, after] = [
      change.before && this.#attributes(change.before),
      change.after && this.#attributes(change.after),
    ];
    const sources = "derivedFrom" in change ? change.derivedFrom : undefined;
    const derivedFrom = sources && mapped(sources, text);
    const isSame =
      (target.kind === "dataset" || path === target.path) &&
      before === change.before &&
      after === change.after &&
      derivedFrom === sources;
    if (isSame) return change;
    const told = target.kind === "field" ? { ...target, path } : target;
    // Each part has the shape it had: only texts inside it are others.
    return { ...change, target: told, before, after, ...(derivedFrom && { derivedFrom }) } as FieldChange;
  };

  readonly #field = (field: Field): Field => this.#attributes(field);

  #attributes<Attributes extends FieldAttributes | DatasetAttributes>(attributes: Attributes): Attributes {
    const { name, type, logical, children, meta, stats }: FieldAttributes = attributes;
    const changed: FieldAttributes = {
      ...(name !== undefined && { name: this.redaction.text(name) }),
      ...(type !== undefined && { type: this.#type(type) }),
      ...(logical !== undefined && { logical: this.redaction.text(logical) }),
      ...(children !== undefined && { children: mapped(children, this.#field) }),
      ...(meta !== undefined && { meta: this.redaction.record(meta) }),
      ...(stats !== undefined && { stats: this.#stats(stats) }),
    };
    const isSame = Object.entries(changed).every(([key, value]) => Reflect.get(attributes, key) === value);
    return isSame ? attributes : { ...attributes, ...changed };
  }

  /** Only what comes after `opaque:`, and a time zone, is the user's. */
  #type(type: string): string {
    const inner = type.replaceAll(/(?<=opaque:)[^<>,]+/gu, this.redaction.text);
    const zone = /^timestamp\[\w+,(.+)\]$/u.exec(inner)?.[1] ?? "";
    return this.redaction.holds(zone) ? `opaque:${this.redaction.text(zone)}` : inner;
  }

  #stats(stats: FieldStats): FieldStats {
    const changed: Record<string, Scalar> = {};
    for (const key of ["min", "max", "mean", "std"] as const) {
      const value = stats[key];
      const redacted = value === undefined ? value : (this.redaction.json(value) as Scalar);
      if (redacted !== undefined && redacted !== value) changed[key] = redacted;
    }
    return Object.keys(changed).length === 0 ? stats : { ...stats, ...changed };
  }
}

const entriesOf = <Value>(
  hint: { readonly [name: string]: Value } | ReadonlyMap<string, Value>,
): readonly (readonly [string, Value])[] =>
  hint instanceof Map ? [...(hint as ReadonlyMap<string, Value>)] : Object.entries(hint);

// What a module declared is checked by those who read it: here it may be anything.
const textOrSame = (value: string, text: (value: string) => string): string =>
  typeof value === "string" ? text(value) : value;

const textsOrSame = (values: readonly string[], text: (value: string) => string): readonly string[] =>
  Array.isArray(values) ? values.map((value: string) => textOrSame(value, text)) : values;
