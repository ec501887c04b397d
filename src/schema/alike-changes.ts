import type { FieldChange } from "./field-change.ts";

/** A change, and what says where it was made. */
export interface MadeChange<Place> {
  readonly change: FieldChange;
  readonly place: Place;
}

/** Changes that are alike: the same happened to each of these fields, in the same places. */
export interface AlikeChanges<Place> extends Pick<FieldChange, "type" | "verdict"> {
  /** What happened, as text. */
  readonly what: string;
  /** In order of first change, nested ones with dots; undefined for the frame as a whole. */
  readonly fields: readonly string[] | undefined;
  /** Where it happened, in the order given. */
  readonly places: readonly Place[];
}

/** The types of change, in the order they are told. */
export const changeTypes = [
  "CREATE",
  "UPDATE",
  "TRANSFORM",
  "DELETE",
] as const satisfies readonly FieldChange["type"][];

/**
 * Puts together what is alike in the words of `describe`: what was created first, what was deleted last, and after all
 * columns the frame, whose rows may be others in every place. O(changes).
 */
export const alikeChanges = <Place extends string | number>(
  made: readonly MadeChange<Place>[],
  describe: (change: FieldChange) => string,
): readonly AlikeChanges<Place>[] => {
  const occurrences = new Map<string, Occurrence<Place>>();
  for (const { change, place } of made) {
    const { type, verdict, target } = change;
    const what = describe(change);
    const key = JSON.stringify([type, verdict, target.kind === "field" ? target : null, what]);
    const known = occurrences.get(key);
    if (known === undefined) occurrences.set(key, { change, what, places: [place] });
    else known.places.push(place);
  }
  const alike = Map.groupBy(occurrences.values(), ({ change: { type, verdict, target }, what, places }) =>
    JSON.stringify([type, verdict, target.kind, what, places]),
  );
  return Array.from(alike.values(), lineOf)
    .filter((line) => line !== undefined)
    .toSorted((a, b) => placeOf(a) - placeOf(b));
};

const placeOf = ({ type, fields }: Pick<AlikeChanges<unknown>, "type" | "fields">): number =>
  changeTypes.indexOf(type) + (fields === undefined ? changeTypes.length : 0);

/** What happened to one field or frame, in one place or several. */
interface Occurrence<Place> {
  readonly change: FieldChange;
  readonly what: string;
  readonly places: Place[];
}

const lineOf = <Place>(alike: readonly Occurrence<Place>[]): AlikeChanges<Place> | undefined => {
  const [first] = alike;
  if (first === undefined) return undefined;
  const { change, what, places } = first;
  const fields = alike.flatMap(({ change: { target } }) => (target.kind === "field" ? [target.path.join(".")] : []));
  return {
    type: change.type,
    verdict: change.verdict,
    what,
    fields: change.target.kind === "dataset" ? undefined : fields,
    places,
  };
};
