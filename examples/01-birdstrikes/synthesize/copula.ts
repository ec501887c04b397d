import { type Random, randomFrom } from "../random.ts";
import type { NumberTable } from "../table.ts";
import { columnOf } from "../table.ts";
import { correlationFactor } from "./correlation-factor.ts";
import { normalShareBelow, scoreCorrelations } from "./normal-scores.ts";

/** What a Gaussian copula remembers of a table: every column on its own, and how they move together. */
export interface Copula {
  readonly names: readonly string[];
  readonly variables: readonly Variable[];
  /** Lower triangular, by row; turns independent normals into correlated ones. */
  readonly factor: readonly (readonly number[])[];
}

type Variable =
  /** `ascending`: the training values in order, which are the empirical quantiles. */
  | { readonly kind: "number"; readonly place: number; readonly ascending: readonly number[] }
  /** The one-hot columns of one category, and how often each is the hot one. */
  | { readonly kind: "one-hot"; readonly places: readonly number[]; readonly frequencies: readonly number[] };

/** @param groups Encoded columns that belong to one variable: one for a number, several for a one-hot category. */
export function fitCopula(train: NumberTable, groups: readonly (readonly string[])[]): Copula {
  const names = groups.flat();
  const columns = names.map((name) => columnOf(train, name));
  const placesOf = groups.map((group) => group.map((name) => names.indexOf(name)));
  const variables = placesOf.map((places) => fitVariable(places, columns));

  const correlations = scoreCorrelations(columns);
  // The race below draws categories at their exact frequencies only while their normals are independent.
  for (const variable of variables) {
    if (variable.kind === "number") continue;
    for (const a of variable.places) for (const b of variable.places) if (a !== b) correlations.set(a, b, 0);
  }
  return { names, variables, factor: correlationFactor(correlations).to2DArray() };
}

export function sampleCopula({ names, variables, factor }: Copula, rows: number, seed: number): NumberTable {
  const random = randomFrom(seed);
  const columns = names.map(() => Array.from({ length: rows }, () => 0));
  for (let row = 0; row < rows; row += 1) {
    const shares = correlatedNormals(factor, random).map(normalShareBelow);
    for (const variable of variables) {
      if (variable.kind === "number") {
        (columns[variable.place] as number[])[row] = quantile(variable.ascending, shares[variable.place] as number);
      } else {
        (columns[raceWinner(variable.places, variable.frequencies, shares)] as number[])[row] = 1;
      }
    }
  }
  return Object.fromEntries(names.map((name, place) => [name, columns[place] as number[]]));
}

function fitVariable(places: readonly number[], columns: readonly (readonly number[])[]): Variable {
  const values = places.map((place) => columns[place] as readonly number[]);
  const [place, second] = places;
  if (place !== undefined && second === undefined) {
    return { kind: "number", place, ascending: values.flat().toSorted((a, b) => a - b) };
  }
  const frequencies = values.map((hot) => hot.reduce((sum, value) => sum + value, 0) / hot.length);
  return { kind: "one-hot", places, frequencies };
}

function correlatedNormals(factor: Copula["factor"], random: Random): readonly number[] {
  const independent = factor.map(() => random.normal());
  return factor.map((weights, row) => {
    let sum = 0;
    for (let place = 0; place <= row; place += 1) sum += (weights[place] as number) * (independent[place] as number);
    return sum;
  });
}

/** The smallest training value with at least this share of the values at or below it. */
function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] as number;
}

/**
 * Exponential race: with one uniform u per category the smallest -ln(u) / frequency wins, exactly as often as the
 * frequencies say. A high u is quick, so whatever correlates with a category's own 0/1 column still favours it.
 */
function raceWinner(places: readonly number[], frequencies: readonly number[], shares: readonly number[]): number {
  let winner = places[0] as number;
  let best = Infinity;
  for (const [index, place] of places.entries()) {
    const time = -Math.log(shares[place] as number) / (frequencies[index] as number);
    if (time < best) {
      best = time;
      winner = place;
    }
  }
  return winner;
}
