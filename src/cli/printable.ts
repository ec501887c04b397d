// Control characters could move the cursor or forge a line; bidi marks and invisible characters could disguise a name.
// The joiners U+200C and U+200D are left alone: names in some scripts, and emoji, are written with them.
const unprintable =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text from a user's file, module or journal as it may be written to a terminal: on one line, nothing hidden.
 *
 * @example
 * printable("a\u001b[31m\nb") // "a\\u001b[31m\\nb"
 */
export const printable = (text: string): string =>
  text.replace(unprintable, (character) => short[character] ?? escape(character.codePointAt(0) ?? 0));

/** As {@link printable}, keeping line ends and turning tabs into spaces. */
export const printableLines = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split(/\r\n|[\n\r]/u)
    .map((line) => printable(line.replaceAll("\t", "  ")));

/** A JSON document that is safe to look at and says the same: what could not be printed is escaped inside its texts. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(unprintable, (character) =>
    character === "\n" ? character : Array.from({ length: character.length }, (_, n) => unit(character, n)).join(""),
  );

const unit = (text: string, place: number): string => `\\u${text.charCodeAt(place).toString(16).padStart(4, "0")}`;

const escape = (code: number): string => {
  const hex = code.toString(16);
  return code > 0xff_ff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
};
