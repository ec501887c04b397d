import type { Column, NumberTable, Table } from "../table.ts";
import { columnOf } from "../table.ts";
import { type NumberEncoder, decodeNumber, encodeNumber, numberNames } from "./number.ts";
import { type OneHotEncoder, decodeOneHot, encodeOneHot, oneHotNames } from "./one-hot.ts";
import { type OrdinalEncoder, decodeOrdinal, encodeOrdinal } from "./ordinal.ts";
import { type TotalEncoder, addUp } from "./total.ts";

/**
 * How one column of the original table became numbers, and how to get it back.
 * Plain data without functions: it is part of a module's result and has to survive being stored.
 */
export type Encoder = OrdinalEncoder | OneHotEncoder | NumberEncoder | TotalEncoder;

export function encodeTable(encoders: readonly Encoder[], table: Table): NumberTable {
  const encoded = encoders.map((encoder) => Object.entries(encode(encoder, columnOf(table, encoder.column))));
  return Object.fromEntries(encoded.flat());
}

/** The original columns, in the order of the encoders. */
export function decodeTable(encoders: readonly Encoder[], frame: NumberTable): Table {
  const table: Record<string, Column> = {};
  for (const encoder of encoders) table[encoder.column] = decode(encoder, frame, table);
  return table;
}

/** The encoded columns, grouped by what has to be drawn together: the one-hot columns of one category. */
export function variableGroups(encoders: readonly Encoder[]): readonly (readonly string[])[] {
  return encoders.flatMap((encoder) =>
    encoder.kind === "one-hot" ? [oneHotNames(encoder)] : encodedNames(encoder).map((name) => [name]),
  );
}

/** Which original column each new encoded column comes from. */
export function encodedFrom(encoders: readonly Encoder[]): Readonly<Record<string, readonly string[]>> {
  const created = encoders.flatMap((encoder) =>
    encodedNames(encoder)
      .filter((name) => name !== encoder.column)
      .map((name) => [name, [encoder.column]] as const),
  );
  return Object.fromEntries(created);
}

/** Which columns each restored original column comes from. */
export function decodedFrom(encoders: readonly Encoder[]): Readonly<Record<string, readonly string[]>> {
  const restored = encoders
    .map((encoder) => [encoder.column, encoder.kind === "total" ? encoder.terms : encodedNames(encoder)] as const)
    .filter(([, names]) => names.length > 1);
  return Object.fromEntries(restored);
}

/** The encoded columns that an original column became. */
export function encodedNames(encoder: Encoder): readonly string[] {
  if (encoder.kind === "total") return [];
  if (encoder.kind === "one-hot") return oneHotNames(encoder);
  return encoder.kind === "number" ? numberNames(encoder) : [encoder.column];
}

function encode(encoder: Encoder, cells: Column): NumberTable {
  if (encoder.kind === "total") return {};
  if (encoder.kind === "one-hot") return encodeOneHot(encoder, cells);
  return encoder.kind === "number" ? encodeNumber(encoder, cells) : encodeOrdinal(encoder, cells);
}

function decode(encoder: Encoder, frame: NumberTable, decoded: Table): Column {
  if (encoder.kind === "total") return addUp(encoder, decoded);
  if (encoder.kind === "one-hot") return decodeOneHot(encoder, frame);
  return encoder.kind === "number" ? decodeNumber(encoder, frame) : decodeOrdinal(encoder, frame);
}
