import { mapKind, setKind } from "./collection-kind.ts";
import { errorKind } from "./error-kind.ts";
import { listKind } from "./list-kind.ts";
import { bufferKind, viewKind } from "./memory-kind.ts";
import type { NodeKind } from "./node-kind.ts";
import { nullObjectKind } from "./object-kind.ts";
import { boxedKind, dateKind, regExpKind, urlKind } from "./scalar-kind.ts";

const kinds: readonly NodeKind[] = [
  nullObjectKind,
  listKind,
  mapKind,
  setKind,
  dateKind,
  regExpKind,
  urlKind,
  boxedKind,
  errorKind,
  viewKind,
  bufferKind,
];

/** Every kind of object that is stored without a codec of its own, plain objects apart, by what its prototype is. */
export const kindOfPrototype: ReadonlyMap<object | null, NodeKind> = new Map(
  kinds.flatMap((kind) => kind.prototypes.map((prototype) => [prototype, kind] as const)),
);

/** The same by the tag of a node. */
export const kindOfTag: ReadonlyMap<unknown, NodeKind> = new Map(
  kinds.flatMap((kind) => kind.tags.map((tag) => [tag, kind] as const)),
);
