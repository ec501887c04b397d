import type { Json } from "../schema/schema.ts";
import { secretMark } from "../workflow/secret.ts";
import { type SecretForm, secretForms } from "./secret-forms.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the secrets of a run, in all their forms, and puts `[secret]` in their place.
 *
 * What holds none is given back as it is, the same object. Linear in the text for each form; a secret has 5 to 20.
 * Redacting twice changes nothing.
 */
export class Redaction {
  readonly #secrets: readonly string[];
  readonly #forms: readonly SecretForm[];
  readonly #byteForms: readonly string[];
  readonly #longest: number;
  readonly #shortest: number;
  /** Secrets that are numbers: they may stand where no text is. */
  readonly #numbers: ReadonlySet<string>;

  constructor(secrets: Iterable<string>) {
    const texts = [...new Set(secrets)];
    this.#secrets = texts;
    const forms = texts.flatMap(secretForms);
    this.#forms = [...new Map(forms.map((form) => [form.text, form])).values()];
    this.#byteForms = this.#forms.map(({ text }) => latin1(new TextEncoder().encode(text)));
    this.#longest = Math.max(0, ...this.#byteForms.map(({ length }) => length));
    this.#shortest = Math.min(...this.#forms.map(({ text }) => text.length));
    this.#numbers = new Set(texts.filter((text) => /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu.test(text)));
  }

  /** The secrets themselves, for a redaction in another thread; a method, so that no print of this shows them. */
  secrets(): readonly string[] {
    return this.#secrets;
  }

  /** The text with each secret replaced. */
  readonly text = (text: string): string => {
    let redacted = text;
    // A mark and what stands beside it may be a secret again, of one that looks like a part of two marks.
    for (let pass = 0; pass < mostPasses; pass++) {
      const before = redacted;
      redacted = this.#once(before);
      if (redacted === before) break;
    }
    return redacted;
  };

  #once(text: string): string {
    if (text.length < this.#shortest) return text;
    let found: Span[] | undefined;
    for (const form of this.#forms)
      for (let at = text.indexOf(form.text); at !== -1; at = text.indexOf(form.text, at + 1))
        (found ??= []).push(spanOf(form, at, text));
    return found === undefined ? text : replace(text, found);
  }

  /** Whether a text holds a secret. */
  holds(text: string): boolean {
    return this.text(text) !== text;
  }

  /** Whether a number is one. */
  holdsNumber(value: number | bigint): boolean {
    return this.#numbers.size > 0 && this.#numbers.has(String(value));
  }

  /** Whether bytes hold a secret, as text in UTF-8. */
  holdsBytes(bytes: ArrayBufferView | ArrayBuffer): boolean {
    const whole = ArrayBuffer.isView(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
    // In parts, for no text can be longer than 2^29; they overlap by the longest form.
    for (let from = 0; from < whole.length; from += bytesAtOnce) {
      const part = latin1(whole.subarray(from, from + bytesAtOnce + this.#longest));
      if (this.#byteForms.some((form) => part.includes(form))) return true;
    }
    return false;
  }

  /** JSON with each secret replaced, in names of members too. */
  readonly json = (value: Json): Json => {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.holdsNumber(value) ? secretMark : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return mapped(value as readonly Json[], this.json);
    return this.record(value as Readonly<Record<string, Json>>);
  };

  /** {@link json} of an object. */
  record<Value extends Json>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
    const before = Object.entries(record);
    const after = before.map(([name, member]) => [this.text(name), this.json(member) as Value] as const);
    const isSame = after.every(([name, member], at) => name === before[at]?.[0] && member === before[at][1]);
    return isSame ? record : Object.fromEntries(after);
  }
}

const bytesAtOnce = 2 ** 24;

/** The second pass finds nothing, but for secrets made to look like marks. */
const mostPasses = 32;

/** The list itself when no member changes. */
export const mapped = <Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] => {
  const changed = items.map((item) => change(item));
  return changed.every((item, at) => item === items[at]) ? items : changed;
};

/** Bytes as a text of the same length, one character for each value: what is in one is in the other. */
const latin1 = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

const base64 = /[\w+/-]/u;

const spanOf = ({ text: form, touchesLeft, touchesRight }: SecretForm, at: number, text: string): Span => {
  const end = at + form.length;
  return {
    start: touchesLeft && base64.test(text[at - 1] ?? "") ? at - 1 : at,
    end: touchesRight && base64.test(text[end] ?? "") ? end + 1 : end,
  };
};

/** Secrets that overlap are one; what stands inside a mark is none. */
const replace = (text: string, found: readonly Span[]): string => {
  let [made, done, mark] = ["", 0, text.indexOf(secretMark)];
  for (const { start, end } of found.toSorted((a, b) => a.start - b.start)) {
    while (mark !== -1 && mark + secretMark.length <= start) mark = text.indexOf(secretMark, mark + 1);
    if (mark !== -1 && mark <= start && end <= mark + secretMark.length) continue;
    if (start >= done) made += `${text.slice(done, start)}${secretMark}`;
    done = Math.max(done, end);
  }
  return made + text.slice(done);
};
