import type { EncodedError } from "../journal/encoded-error.ts";

/** What was thrown, in words: `Error: no file`. Of an object that is no Error, what it holds: `object: {"status":429}`. */
export const errorText = (error: EncodedError): string => `${error.name}: ${errorMessage(error)}`;

/** The message of an error; of an object that has none, what it holds. */
export const errorMessage = ({ message, data }: EncodedError): string =>
  message === "[object Object]" && data !== undefined ? JSON.stringify(data) : message;
