import type { ChangedPart, ContentRef, ReuseKey } from "../journal/reuse-decision.ts";
import { contentHash } from "../store/value-codec/content-hash.ts";
import { encodeValue } from "../store/value-codec/encode-value.ts";
import type { ExperimentPath } from "../workflow/experiment-key.ts";

/** The parts of a key, before they are hashed. */
export type ReuseParts = Omit<ReuseKey, "place" | "hash">;

/** Another way of making keys gets another number: keys of both never meet. */
const keyFormat = 1;

/** Where an execution stands: its workflow by name, and its path in it. */
export const placeOf = (workflow: string, path: ExperimentPath): string => hashOf([keyFormat, workflow, path]);

/**
 * The key of an execution at a place. Injective up to sha256: JSON says where each part ends, and parts come in a
 * fixed order.
 */
export const reuseKeyOf = (place: string, parts: ReuseParts): ReuseKey => {
  const { version, params, input, upstream, dependencies } = parts;
  return {
    place,
    hash: hashOf([
      place,
      version,
      params,
      contentOf(input),
      upstream.map((result) => [result.moduleName, contentOf(result)]),
      dependencies.map(({ name, content }) => [name, content]),
    ]),
    version,
    params,
    input,
    upstream,
    dependencies,
  };
};

/** The parts in which two keys of one place differ; a part that only one of them has is changed too. */
export const changedParts = (before: ReuseParts, now: ReuseParts): readonly ChangedPart[] => [
  ...(before.version === now.version ? [] : [{ part: "version" } as const]),
  ...(before.params === now.params ? [] : [{ part: "params" } as const]),
  ...(sameContent(before.input, now.input) ? [] : [{ part: "input" } as const]),
  ...changedNames(
    before.upstream.map((result) => [result.moduleName, textOf(result)]),
    now.upstream.map((result) => [result.moduleName, textOf(result)]),
  ).map((moduleName) => ({ part: "upstream", moduleName }) as const),
  ...changedNames(
    before.dependencies.map(({ name, content }) => [name, content]),
    now.dependencies.map(({ name, content }) => [name, content]),
  ).map((name) => ({ part: "dependency", name }) as const),
];

type Named = readonly (readonly [name: string, content: string])[];

const changedNames = (before: Named, now: Named): readonly string[] => {
  const [then, today] = [new Map(before), new Map(now)];
  return [...new Set([...then.keys(), ...today.keys()])].filter((name) => then.get(name) !== today.get(name));
};

const sameContent = (one: ContentRef | null, other: ContentRef | null): boolean =>
  one?.content === other?.content && one?.schema === other?.schema;

const contentOf = (result: ContentRef | null): readonly (string | null)[] | null =>
  result === null ? null : [result.content, result.schema];

const textOf = ({ content, schema }: ContentRef): string => `${content} ${schema ?? ""}`;

const hashOf = (value: unknown): string => contentHash(encodeValue(value));
