import * as Draw from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Schema from "effect/Schema";
import * as fc from "fast-check";

import { ConfigError } from "../../error.ts";
import { freezeParams, isPlainObject, type Params } from "../../workflow/freeze-params.ts";
import { REPEAT_KEY } from "../../workflow/repeat.ts";
import { givenParams } from "./given-params.ts";
import { simplerValues } from "./simpler-values.ts";

/**
 * Params as a config writes them, drawn from an effect Schema; the Schema reads back every one of them, shrunk or not.
 *
 * Throws a ConfigError when the Schema gives no values, or none that a config can hold.
 */
export class DrawnParams extends fc.Arbitrary<Params> {
  readonly #moduleName: string;
  readonly #drawn: Draw.Arbitrary<unknown>;
  readonly #encode: (value: unknown) => Exit.Exit<unknown, unknown>;
  readonly #decode: (value: unknown) => Exit.Exit<unknown, unknown>;

  constructor(moduleName: string, schema: Schema.Codec<unknown>) {
    super();
    this.#moduleName = moduleName;
    this.#encode = Schema.encodeUnknownExit(schema);
    this.#decode = Schema.decodeUnknownExit(schema);
    try {
      this.#drawn = Draw.schema(schema);
    } catch (thrown) {
      throw undrawable(moduleName, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Params> {
    for (let tries = 0; tries < maxTries; tries++) {
      const seed = random.nextInt();
      const isSmall = biasFactor !== undefined && random.nextInt(1, biasFactor) === 1;
      const sample = Effect.runSyncExit(
        Draw.sampleEffect(this.#drawn, { count: 1, seed, ...(isSmall && { size: 2 }) }),
      );
      if (Exit.isFailure(sample)) continue;
      const encoded = this.#encode(sample.value[0]);
      if (Exit.isSuccess(encoded) && this.#holds(encoded.value)) return new fc.Value(encoded.value, undefined);
    }
    throw undrawable(this.#moduleName, `none of ${maxTries} values it gave can be written in a config and read again`);
  }

  canShrinkWithoutContext(value: unknown): value is Params {
    return this.#holds(value);
  }

  shrink(value: Params): fc.Stream<fc.Value<Params>> {
    const simpler = simplerValues(value)
      .filter((params) => this.#holds(params))
      .map((params) => new fc.Value(params, undefined));
    return fc.stream(simpler);
  }

  /** Whether a config may hold it, and the Schema reads it. */
  #holds(value: unknown): value is Params {
    if (!isPlainObject(value) || Object.hasOwn(value, REPEAT_KEY)) return false;
    const frozen = freezeParams(value, false);
    return "params" in frozen && Exit.isSuccess(this.#decode(frozen.params));
  }
}

/** A Schema that gives nothing usable a hundred times in a row is taken for one that never does. */
const maxTries = 100;

const undrawable = (moduleName: string, reason: string): ConfigError =>
  new ConfigError({
    issues: [
      {
        path: [moduleName],
        reason: `no params can be drawn from its schema: ${reason}`,
        remedy: givenParams(moduleName),
      },
    ],
  });
