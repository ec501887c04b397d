import { quantile } from "simple-statistics";
import { randomFrom, shuffledIndices } from "../random.ts";
import type { Table } from "../table.ts";
import { pickRows, rowCount } from "../table.ts";
import { closestDistances, gowerYardstick } from "./gower.ts";
import type { Score } from "./score.ts";

/**
 * Does the synthetic table give its training rows away? The distance of its rows to the closest training row is held
 * against that of real rows nobody trained on: being as far away as a stranger gives nothing away, being closer does.
 *
 * @param sample How many rows to take from either side; each is compared with every training row.
 */
export function scorePrivacy(
  train: Table,
  test: Table,
  synthetic: Table,
  sample: number,
  seed: number,
): readonly Score[] {
  const measure = gowerYardstick(train);
  const reference = measure(train);
  const distances = (table: Table): number[] => [
    ...closestDistances(measure(sampleRows(table, sample, seed)), reference),
  ];
  const synthesized = distances(synthetic);
  const unseen = distances(test);
  const close = quantile(unseen, 0.05);

  return [
    {
      metric: "closest record ratio",
      method: "median",
      subject: "synthetic ÷ unseen",
      value: quantile(synthesized, 0.5) / quantile(unseen, 0.5),
    },
    {
      metric: "closer than the closest 5 % unseen",
      method: "share",
      subject: "synthetic",
      value: share(synthesized, (distance) => distance < close),
    },
    { metric: "exact copies", method: "share", subject: "synthetic", value: share(synthesized, isZero) },
    { metric: "exact copies, unseen rows", method: "share", subject: "unseen", value: share(unseen, isZero) },
  ];
}

const isZero = (distance: number): boolean => distance === 0;

const share = (distances: readonly number[], holds: (distance: number) => boolean): number =>
  distances.filter(holds).length / distances.length;

function sampleRows(table: Table, size: number, seed: number): Table {
  return pickRows(table, shuffledIndices(rowCount(table), randomFrom(seed)).slice(0, size));
}
