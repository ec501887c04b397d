/** Turns a YAML syntax tree into Maps, arrays and scalars, remembering where every part stands. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, Scalar } from "yaml";
import type { YamlIssues } from "./compose-yaml.ts";
import { hiddenProblem } from "./hidden-problem.ts";
import type { NameProblem } from "./names.ts";

/** Values a text stands for when every alias is written out. */
const MAX_EXPANDED_VALUES = 250_000;

/** Offsets of the entries of every Map and array made from a text, by key or index. */
export type YamlOffsets = ReadonlyMap<object, ReadonlyMap<string | number, number>>;

/** Says why an unquoted word may not stand for its YAML 1.2 value; `undefined` when it may. */
export type CheckWord = (word: string, value: unknown) => NameProblem | undefined;

/** A value, and how many values it holds when its aliases are written out. */
interface Converted {
  readonly value: unknown;
  readonly size: number;
}

/**
 * Converts the tree: mappings become Maps in text order, keys their text (`10:` is "10"), aliases share one value.
 *
 * Adds to `issues`: equal keys, numbers no double holds exactly, cycles, and aliases that stand for over 250 000
 * values. Linear in the tree: an alias costs nothing, a merge key (`<<`) its copied keys.
 */
export const yamlValue = (
  document: Document.Parsed | undefined,
  issues: YamlIssues,
  checkWord: CheckWord,
): { readonly value: unknown; readonly offsets: YamlOffsets } => {
  const offsets = new Map<object, Map<string | number, number>>();
  const converter = new Converter(offsets, issues, checkWord);
  return { value: converter.convert(document?.contents, 0, []).value, offsets };
};

class Converter {
  readonly #offsets: Map<object, Map<string | number, number>>;
  readonly #issues: YamlIssues;
  readonly #checkWord: CheckWord;
  /** The newest value of each anchor so far; "open" while it is being read, so that a cycle is seen. */
  readonly #anchors = new Map<string, Converted | "open">();
  #expanded = 0;

  constructor(offsets: Map<object, Map<string | number, number>>, issues: YamlIssues, checkWord: CheckWord) {
    this.#offsets = offsets;
    this.#issues = issues;
    this.#checkWord = checkWord;
  }

  convert(node: unknown, offset: number, path: readonly string[]): Converted {
    if (isAlias(node)) return this.#alias(node.source, offsetOf(node, offset), path);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, "open");
    const converted = this.#plain(node, offset, path);
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #plain(node: unknown, offset: number, path: readonly string[]): Converted {
    if (isMap(node)) return this.#map(node.items, offset, path);
    if (isSeq(node)) return this.#list(node.items, offset, path);
    return { value: isScalar(node) ? this.#scalar(node, offset, path) : null, size: 1 };
  }

  #alias(name: string, offset: number, path: readonly string[]): Converted {
    const target = this.#anchors.get(name);
    if (target === undefined || target === "open") {
      const problem =
        target === "open"
          ? {
              reason: `*${name} stands inside the value it repeats`,
              remedy: "Write the value out: a config is a tree.",
            }
          : {
              reason: `no earlier value is marked &${name}`,
              remedy: `Mark the value with &${name} above this line.`,
            };
      this.#issues.add(offset, path, hiddenProblem(path, problem));
      return { value: null, size: 1 };
    }
    this.#expand(target.size, offset, path);
    return target;
  }

  /** Stops at once: what follows a bomb is more of the bomb. */
  #expand(size: number, offset: number, path: readonly string[]): void {
    this.#expanded += size;
    if (this.#expanded <= MAX_EXPANDED_VALUES) return;
    this.#issues.stop(offset, path, {
      reason: `the aliases up to here stand for over ${MAX_EXPANDED_VALUES} values`,
      remedy: "Repeat less, or move the shared part into a file the module reads.",
    });
  }

  #list(items: readonly unknown[], offset: number, path: readonly string[]): Converted {
    const [list, places, size] = [[] as unknown[], new Map<string | number, number>(), { total: 1 }];
    for (const [index, item] of items.entries()) {
      const at = offsetOf(item, offset);
      const converted = this.convert(item, at, [...path, String(index)]);
      list.push(converted.value);
      places.set(index, at);
      size.total += converted.size;
    }
    this.#offsets.set(list, places);
    return { value: list, size: size.total };
  }

  #map(pairs: readonly Pair[], offset: number, path: readonly string[]): Converted {
    const [map, places] = [new Map<string, unknown>(), new Map<string | number, number>()];
    const merged = new Set<string>();
    let size = 1;
    for (const pair of pairs) {
      const at = offsetOf(pair.key, offset);
      const key = this.#key(pair.key, at, path);
      if (key === undefined) continue;
      const inside = [...path, key];
      const converted = this.convert(pair.value, at, inside);
      size += converted.size;
      if (isMergeKey(pair.key)) {
        this.#merge({ map, places, merged }, converted.value, at, inside);
      } else if (map.has(key) && !merged.has(key)) {
        const { line } = this.#issues.positionAt(places.get(key) ?? 0);
        this.#issues.add(at, inside, {
          reason: `the key stands already on line ${line}`,
          remedy: "Rename one of the two.",
        });
      } else {
        merged.delete(key);
        map.set(key, converted.value);
        places.set(key, at);
      }
    }
    this.#offsets.set(map, places);
    return { value: map, size };
  }

  #merge(
    into: {
      readonly map: Map<string, unknown>;
      readonly places: Map<string | number, number>;
      readonly merged: Set<string>;
    },
    value: unknown,
    offset: number,
    path: readonly string[],
  ): void {
    for (const source of Array.isArray(value) ? value : [value]) {
      if (!(source instanceof Map)) {
        this.#issues.add(offset, path, {
          reason: "<< takes a mapping or a list of mappings",
          remedy: "Write <<: *name, or put << in quotes to use it as a name.",
        });
        return;
      }
      for (const [key, item] of source) {
        // What is written out wins over what is merged, and an earlier source over a later one.
        if (typeof key !== "string" || into.map.has(key)) continue;
        into.map.set(key, item);
        into.places.set(key, offset);
        into.merged.add(key);
      }
    }
  }

  #key(node: unknown, offset: number, path: readonly string[]): string | undefined {
    if (isScalar(node) && typeof node.value === "string" && (node.value !== "" || node.type !== Scalar.PLAIN)) {
      return node.value;
    }
    this.#issues.add(offset, path, {
      reason: "a key is missing or not text",
      remedy: "Write the key as a word or in quotes.",
    });
    return undefined;
  }

  #scalar(node: Scalar, offset: number, path: readonly string[]): unknown {
    const { source = "" } = node;
    const value = typeof node.value === "bigint" ? Number(node.value) : node.value;
    const problem = isExact(node.value, source) ? undefined : inexact(source);
    const refused = problem ?? (node.type === Scalar.PLAIN ? this.#checkWord(source, value) : undefined);
    if (refused !== undefined) this.#issues.add(offsetOf(node, offset), path, hiddenProblem(path, refused));
    return value;
  }
}

/** False for integers that are no double, such as 2^53 + 1, and for decimals past the largest double, which would become Infinity unasked. */
const isExact = (value: unknown, source: string): boolean => {
  if (typeof value === "bigint") return BigInt(Number(value)) === value;
  return typeof value !== "number" || Number.isFinite(value) || /inf|nan/iu.test(source);
};

const inexact = (source: string): NameProblem => ({
  reason: `${source.slice(0, 40)} is a number that cannot be held exactly`,
  remedy: "Put it in quotes to keep it as text.",
});

const isMergeKey = (key: unknown): boolean => isScalar(key) && key.type === Scalar.PLAIN && key.value === "<<";

const offsetOf = (node: unknown, fallback: number): number =>
  (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined) ?? fallback;
