import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, longest first: begun last, each would keep one processor waiting at the end. */
const longest = ["store/crash/any-moment.test.ts", "store/crash/every-record.test.ts", "cli/stored-runs.test.ts"];

/** Begins with the longest test files; vitest's own order knows them only from an earlier run. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = await super.sort(files.filter((file) => rank(file) === undefined)); // oxlint-disable-line unicorn/no-array-sort -- no array's
    const first = files.filter((file) => rank(file) !== undefined).toSorted((a, b) => (rank(a) ?? 0) - (rank(b) ?? 0));
    return [...first, ...known];
  }
}

const rank = ({ moduleId }: TestSpecification): number | undefined => {
  const place = longest.findIndex((name) => moduleId.endsWith(`test/${name}`));
  return place === -1 ? undefined : place;
};
