import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Papa from "papaparse";
import type { Cell, Table } from "./table.ts";

/** What the columns of birdstrikes.csv hold. A CSV carries text only, so its types are stated here, not guessed. */
const columnKinds = {
  "Airport Name": "category",
  "Aircraft Make Model": "category",
  "Effect Amount of damage": "category",
  "Flight Date": "date",
  "Aircraft Airline Operator": "category",
  "Origin State": "category",
  "Phase of flight": "category",
  "Wildlife Size": "category",
  "Wildlife Species": "category",
  "Time of day": "category",
  "Cost Other": "integer",
  "Cost Repair": "integer",
  "Cost Total $": "integer",
  "Speed IAS in knots": "integer",
} as const;

type Kind = (typeof columnKinds)[keyof typeof columnKinds];

/** The text of one file of the npm package vega-datasets, which ships its data in `data/`. */
export function readDataset(file: string): string {
  const entry = createRequire(import.meta.url).resolve("vega-datasets");
  return readFileSync(join(entry, "../../data", file), "utf8");
}

/** CSV text to typed columns; an empty cell is `null`. */
export function parseBirdstrikes(csv: string, rows?: number): Table {
  const { data, errors } = Papa.parse<Record<string, string>>(csv, {
    header: true,
    skipEmptyLines: true,
    ...(rows === undefined ? {} : { preview: rows }),
  });
  const [error] = errors;
  if (error !== undefined) throw new Error(`The CSV is broken in row ${error.row ?? "?"}: ${error.message}.`);

  return Object.fromEntries(
    Object.entries(columnKinds).map(([name, kind]) => [
      name,
      data.map((row, index) => parseCell(row[name], kind, `column "${name}", row ${index + 1}`)),
    ]),
  );
}

function parseCell(text: string | undefined, kind: Kind, place: string): Cell {
  if (text === undefined)
    throw new Error(`Nothing at ${place}: the file does not have the columns of birdstrikes.csv.`);
  if (text === "") return null;
  if (kind === "category") return text;

  const value = kind === "date" ? new Date(text) : Number(text);
  if (Number.isNaN(value.valueOf())) throw new Error(`"${text}" at ${place} is no ${kind}.`);
  return value;
}
