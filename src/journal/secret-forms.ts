/** One way in which a secret can be written, and whether the characters beside it hold bits of it. */
export interface SecretForm {
  readonly text: string;
  readonly touchesLeft: boolean;
  readonly touchesRight: boolean;
}

/**
 * The ways a secret may stand in a text: as it is, escaped for JSON or for JSON within JSON, encoded for a URI or a form,
 * in base64, in hex.
 *
 * In base64 the same bytes are written in three ways, by their place in the whole: all three are given, so that
 * `Basic dXNlcjpwYXNz…`, which is a name and a password, is found by the password.
 */
export const secretForms = (secret: string): readonly SecretForm[] => {
  const whole = secret.toWellFormed();
  const escaped = JSON.stringify(whole).slice(1, -1);
  const encoded = [encodeURIComponent(whole), encodeURI(whole), new URLSearchParams({ s: whole }).toString().slice(2)];
  const bytes = new TextEncoder().encode(whole);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const texts = new Set([
    secret,
    whole,
    escaped,
    ascii(escaped),
    JSON.stringify(escaped).slice(1, -1),
    ...encoded,
    ...encoded.map((text) => text.replaceAll(/%[0-9A-F]{2}/gu, (code) => code.toLowerCase())),
    hex,
    hex.toUpperCase(),
  ]);
  const forms = Array.from(texts, (text) => ({ text, touchesLeft: false, touchesRight: false }));
  for (const before of [0, 1, 2]) {
    const form = base64Middle(bytes, before);
    forms.push(form);
    for (const text of [form.text.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(form.text)])
      if (text !== form.text) forms.push({ ...form, text });
  }
  return forms;
};

/** What is not ASCII as \u escapes, as Python and others write JSON. */
const ascii = (escaped: string): string =>
  escaped.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The base64 characters that are made of these bytes alone, when `before` others (modulo 3) come first. */
const base64Middle = (bytes: Uint8Array, before: number): SecretForm => {
  const all =
    String.fromCharCode(...new Uint8Array(before)) + Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor((all.length * 8) / 6);
  return {
    text: btoa(all).slice(first, end),
    touchesLeft: before > 0,
    touchesRight: (all.length * 8) % 6 > 0,
  };
};
