import { isPlainObject } from "./freeze-params.ts";
import { secretMark } from "./secret.ts";
import { isSecretKey } from "./secret-keys.ts";
import { hideUrlPasswords } from "./url-password.ts";

/**
 * Shows any value in an error, short and on one line; never throws, whatever the value does when it is read.
 *
 * What stands below the name of a secret is not shown, nor is the password in a URL.
 */
export const showValue = (given: unknown, path: readonly string[] = []): string => {
  const value = typeof given === "string" ? hideUrlPasswords(given) : given;
  if (path.some(isSecretKey) && (typeof value === "string" || typeof value === "number")) return secretMark;
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a Promise";
  if (typeof value === "object" && value !== null)
    return value instanceof Map || isPlainObject(value) ? "a mapping" : "an instance of a class";
  return String(value);
};
