import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { cellKind, timeOf } from "./cell-kind.ts";
import { encodeCell } from "./encode-cell.ts";
import type { Cells } from "./read-frame.ts";

/**
 * Names the content of one column: 64 hex digits, or null when a cell has no exact form (a class instance, a function).
 *
 * It depends on the values alone, not on how they are held: `1`, `1n` and an element of an Int32Array are one value.
 * Canonical form: the null mask, then doubles for numbers and dates, or dictionary codes in first-seen order and the
 * dictionary for everything else. A number column with an integer no double holds goes by dictionary, so int64 is
 * exact. NaN is a value and not a null, as in the schema: two columns with one content then have one nullability.
 */
export const columnFingerprint = (cells: Cells): string | null => {
  const form = formOf(cells);
  const mask = new Uint8Array(cells.length);
  for (let i = 0; i < cells.length; i++) mask[i] = cellKind(cells[i]) === "null" ? 1 : 0;
  const hash = sha256
    .create()
    .update(utf8.encode(`${form}${cells.length}:`))
    .update(mask);
  if (form === "numbers" || form === "times") {
    hash.update(bytesOf(form === "numbers" ? numbersOf(cells) : timesOf(cells)));
  } else {
    const dictionary = dictionaryOf(cells, mask, form === "texts");
    if (dictionary === null) return null;
    hash.update(bytesOf(dictionary.codes));
    updateTexts(hash, dictionary.texts);
  }
  return bytesToHex(hash.digest());
};

type Form = "numbers" | "times" | "texts" | "mixed";

const formOf = (cells: Cells): Form => {
  let form: Form | undefined;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    let own: Form | undefined;
    if (typeof cell === "number") own = "numbers";
    else if (typeof cell === "string") own = "texts";
    else if (typeof cell === "bigint") own = isDouble(cell) ? "numbers" : "mixed";
    else {
      const kind = cellKind(cell);
      if (kind === "null") continue;
      own = kind === "timestamp" ? "times" : "mixed";
    }
    if (own === "mixed" || (form !== undefined && form !== own)) return "mixed";
    form = own;
  }
  return form ?? "numbers";
};

const isDouble = (value: bigint): boolean => {
  const near = Number(value);
  return Number.isFinite(near) && BigInt(near) === value;
};

const numbersOf = (cells: Cells): Float64Array => {
  const numbers = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    const value = typeof cell === "number" || typeof cell === "bigint" ? Number(cell) : 0;
    // Negative zero becomes zero, and the many bit patterns of NaN become one.
    numbers[i] = value === 0 ? 0 : Number.isNaN(value) ? NaN : value;
  }
  return numbers;
};

const timesOf = (cells: Cells): Float64Array => {
  const times = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const time = typeof cells[i] === "object" ? timeOf(cells[i]) : undefined;
    times[i] = time === undefined || Number.isNaN(time) ? 0 : time;
  }
  return times;
};

const dictionaryOf = (
  cells: Cells,
  mask: Uint8Array,
  onlyTexts: boolean,
): { codes: Int32Array; texts: Iterable<string> } | null => {
  const codes = new Int32Array(cells.length);
  const places = new Map<string, number>();
  for (let i = 0; i < cells.length; i++) {
    if (mask[i] === 1) continue;
    const text = onlyTexts ? String(cells[i]) : encodeCell(cells[i]);
    if (text === undefined) return null;
    let code = places.get(text);
    if (code === undefined) places.set(text, (code = places.size));
    codes[i] = code;
  }
  return { codes, texts: places.keys() };
};

const utf8 = new TextEncoder();

/** Texts are hashed in pieces of this many code units: one call for each of a million short texts takes twice as long. */
const pieceLength = 2 ** 16;

const updateTexts = (hash: ReturnType<typeof sha256.create>, texts: Iterable<string>): void => {
  let piece = "";
  for (const text of texts) {
    // Lone surrogates have no UTF-8 form and would all become U+FFFD; JSON escapes them.
    const form = text.isWellFormed() ? text : JSON.stringify(text);
    piece += `${form === text ? "u" : "w"}${form.length}:${form}`;
    if (piece.length < pieceLength) continue;
    hash.update(utf8.encode(piece));
    piece = "";
  }
  hash.update(utf8.encode(piece));
};

/** Bytes in the order of the machine: little-endian wherever JavaScript runs today. */
const bytesOf = (values: Float64Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
