import * as fc from "fast-check";

import { type Config, type ConfigEntries, type ConfigInput, decodeConfig } from "../../workflow/config.ts";

/**
 * Random parts of a config: some experiments of each module, in their order, repeated at most as often. It shrinks to
 * fewer.
 */
export const partialConfig = (config: ConfigInput): fc.Arbitrary<ConfigEntries> =>
  fc.tuple(
    ...writtenOf(decodeConfig(config)).map(([moduleName, experiments]) =>
      fc
        .tuple(
          fc.subarray([...experiments], { minLength: 1 }),
          fc.array(fc.integer({ min: 1, max: 3 }), { minLength: experiments.length, maxLength: experiments.length }),
        )
        .map(([some, times]) => [moduleName, some.map((each, n) => entryOf(each, times[n] ?? 1))] as const),
    ),
  );

interface Written {
  readonly name: string;
  readonly params: unknown;
  /** Undefined without `repeat`. */
  readonly repeat: number | undefined;
}

const entryOf = ({ name, params, repeat }: Written, times: number): readonly [string, unknown] => [
  name,
  repeat === undefined ? params : { ...(params as object), repeat: Math.min(times, repeat) },
];

/** The experiments as they were written, before `repeat` was expanded. */
const writtenOf = ({ modules }: Config): readonly (readonly [string, readonly Written[]])[] =>
  modules.map(({ moduleName, experiments }) => [
    moduleName,
    experiments.flatMap(({ experimentName, params, repeat }): Written[] =>
      repeat === undefined
        ? [{ name: experimentName, params, repeat: undefined }]
        : repeat.index === 1
          ? [{ name: repeat.name, params, repeat: repeat.of }]
          : [],
    ),
  ]);
