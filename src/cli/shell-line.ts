/** A command as it can be given to a shell. */
export const shellLine = (words: readonly string[]): string => words.map(quoted).join(" ");

/** As a shell takes it for one word. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
