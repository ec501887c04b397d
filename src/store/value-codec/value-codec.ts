import { configRefusal } from "../../workflow/config-refusal.ts";

/**
 * Teaches runstate to store one more kind of object: a class of yours, or the data frame of a library.
 *
 * `decode(encode(value))` has to be as good as the value, and equal values have to give equal bytes: results are found
 * again by the hash of their bytes. An object that other parts of the result share is written once and stays shared.
 *
 * @example
 * ```ts
 * class Money {
 *   readonly cents: number;
 *   constructor(cents: number) {
 *     this.cents = cents;
 *   }
 * }
 * const money: ValueCodec<Money> = {
 *   id: "money",
 *   detect: (value) => value instanceof Money,
 *   encode: ({ cents }) => new TextEncoder().encode(String(cents)),
 *   decode: (bytes) => new Money(Number(new TextDecoder().decode(bytes))),
 * };
 * const encoded = encodeValue({ price: new Money(250) }, { codecs: [money] });
 * decodeValue(encoded, { codecs: [money] }); // => { price: new Money(250) }
 * ```
 */
export interface ValueCodec<Value = unknown> {
  /** Stored with every value, so it must stay the same for as long as those are to be read: `money`, `acme/frame@1`. */
  readonly id: string;
  /** Asked first, in the order of the codecs, about every object of every result: it must answer at once. */
  detect(value: unknown): value is Value;
  encode(value: Value): Uint8Array;
  /** Given bytes of its own, which it may keep. */
  decode(bytes: Uint8Array): Value;
}

const ownIds = new Set(["json", "tagged", "bytes"]);

/** Refuses codecs whose ids could be mistaken for one another, or for those of runstate. */
export const checkCodecs = (codecs: readonly ValueCodec[]): void => {
  const seen = new Set<string>();
  for (const { id } of codecs) {
    const reason = problemOf(id, seen);
    if (reason !== undefined)
      throw configRefusal([
        {
          path: ["codecs", id],
          reason,
          remedy: "Give each codec an id of its own: letters, digits and . _ / @ -, at most 64",
        },
      ]);
    seen.add(id);
  }
};

const problemOf = (id: string, seen: ReadonlySet<string>): string | undefined => {
  if (typeof id !== "string" || !/^[\w./@-]{1,64}$/u.test(id)) return "this cannot be the id of a codec";
  if (ownIds.has(id)) return "this id belongs to runstate";
  return seen.has(id) ? "two codecs have this id" : undefined;
};
