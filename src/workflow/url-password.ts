import { secretMark } from "./secret.ts";

/** `scheme://user:password@`, up to the last `@` before the host ends. */
const withPassword = /(?<=[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#:@]{0,256}:)[^\s/?#]+(?=@)/giu;

/** The passwords of the URLs in a text, as written and decoded: `postgres://me:pa%2Fss@host/db` has `pa%2Fss` and `pa/ss`. */
export const urlPasswords = (text: string): readonly string[] => {
  if (!text.includes("://")) return [];
  return Array.from(text.matchAll(withPassword), ([password]) => password).flatMap((password) => [
    password,
    decoded(password),
  ]);
};

/** The text with the passwords of its URLs hidden. */
export const hideUrlPasswords = (text: string): string =>
  text.includes("://") ? text.replaceAll(withPassword, secretMark) : text;

const decoded = (password: string): string => {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
};
