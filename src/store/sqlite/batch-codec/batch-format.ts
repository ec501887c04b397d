/**
 * The body of a batch: a byte that says what it is, and its records one after the other.
 *
 * A record is a byte whose lower half is its tag and whose upper half are flags, and its fields in the order of the
 * format. Records that are not written in the usual way are `text`, their line in a journal file.
 */

/** What the first byte of a body says. */
export const bodies = {
  /** Records that define nothing. */
  plain: 1,
  /** How much was defined before, then records, some of which define something. */
  defining: 2,
  /** Not a batch, but the line of one record, as earlier versions wrote it: `{`. */
  line: 0x7b,
} as const;

export const tags = {
  text: 0,
  /** The time of the records from here on, as the difference to that before; at first the beginning of the run. */
  time: 1,
  experimentStarted: 2,
  experimentCompleted: 3,
  moduleStarted: 4,
  stepCompleted: 5,
  moduleCompleted: 6,
  /** `text`, deflated: of long ones, such as the plan of a wide run. */
  deflated: 7,
} as const;

export const flags = {
  /** An attempt that is not the first. */
  attempt: 0x10,
  /** `queuedMs`; a result that was taken over; a step that failed. */
  second: 0x20,
  annotations: 0x40,
  reuse: 0x80,
} as const;

/** How a list of changes is written: a number from `known` on is its place in the dictionary, counted from there. */
export const changesAs = { none: 0, defined: 1, text: 2, known: 3 } as const;

/** How a result is written. */
export const resultAs = { hash: 0, text: 1, defined: 2, known: 3 } as const;

export const hashPrefix = "sha256:";
export const hashBytes = 32;

/** Lines of more bytes than these are deflated: setting that up takes 20 to 40 µs, which is less than writing what it saves. */
export const longLine = 4_096;

/** Nanoseconds in a millisecond: durations are measured in those, and are whole numbers of them. */
export const nanoseconds = 1e6;
