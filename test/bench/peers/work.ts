/** The work that is the same for all: modules that do nothing, so that what is left is what recording them costs. */
export const modulesPerPath = 7;

export const places: readonly number[] = Array.from({ length: modulesPerPath }, (_, place) => place);

export const moduleName = (place: number): string => `Module${place}`;

/** What stands for the schema before the module at a place, and after the one before it. As long as a sha256. */
export const schemaReference = (place: number): string => references[place] ?? "";

const references = Array.from({ length: modulesPerPath + 1 }, (_, place) => `${place}`.repeat(64));

let calls = 0;

/** The module: it counts its calls, so that a peer that leaves some out is found out. */
export const work = (place: number): number => {
  calls++;
  return place;
};

/** How often the module was called since it was last asked. */
export const callsSince = (): number => {
  const before = calls;
  calls = 0;
  return before;
};
