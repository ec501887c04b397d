/** Whether JSON is an object, and no list. */
export const isRecord = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given);

/** A text, cut where it is long; undefined of what is none. */
export const textOf = (given: unknown, most: number): string | undefined =>
  typeof given === "string" ? cut(given, most) : undefined;

/** An id, whole: two that are cut alike would be one. Undefined of what is none, or too long to be one. */
export const idOf = (given: unknown, most: number): string | undefined =>
  typeof given === "string" && given !== "" && given.length <= most ? given : undefined;

/** A value as JSON text, cut where it is long; undefined of what is not there, or cannot be written. */
export const writtenOf = (given: unknown, most: number, indent?: number): string | undefined => {
  if (given === undefined || given === null) return undefined;
  try {
    return textOf(JSON.stringify(given, undefined, indent), most);
  } catch {
    // Some hundred thousand lists inside each other are read, and cannot be written.
    return undefined;
  }
};

/** JSON text that is part of a message; undefined of what is none. */
export const parsed = (given: unknown): unknown => {
  if (typeof given !== "string") return undefined;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return undefined;
  }
};

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
