// By its own name: a worker thread loads this file, and takes 430 ms for the whole of effect, 20 for this.
import * as Redacted from "effect/Redacted";

/** What stands in the place of a secret wherever something is recorded. */
export const secretMark = "[secret]";

/** Shorter texts are not looked for: replacing each `abc` would hide more harmless texts than secrets. */
export const shortestSecret = 6;

/**
 * Marks a text in params as a secret: modules get it wrapped, and neither the journal nor a store ever holds it.
 *
 * Printing the wrapper shows `<redacted>`; `Redacted.value` of effect gives the text. A RangeError refuses a text of
 * fewer than 6 characters, which could not be found again in what a module says.
 *
 * @example
 * ```ts
 * import { Redacted } from "effect";
 *
 * const token = secret("hf_x7Qm2v9LkT");
 * `${token}`; // => "<redacted>"
 * Redacted.value(token); // => "hf_x7Qm2v9LkT"
 * ```
 */
export const secret = (text: string): Redacted.Redacted => {
  if (typeof text !== "string") throw new TypeError(`secret: it takes a text, not ${typeof text}`);
  checkLength("secret", text);
  return Redacted.make(text);
};

/** Refuses a text that is too short to be looked for, without showing it. */
export const checkLength = (giver: string, text: string): void => {
  if (text.trim().length < shortestSecret)
    throw new RangeError(
      `${giver}: a secret of ${text.trim().length} characters cannot be kept out of texts. ` +
        `Give one of at least ${shortestSecret}, or leave it to the name of its parameter, which keeps it out of the params.`,
    );
};
