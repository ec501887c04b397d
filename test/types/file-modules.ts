/** Modules in a file, as test/types/from-file.test-d.ts takes their types. */
import type * as Effect from "effect/Effect";

import type { ModuleArgs, Tracked } from "../../src/index.ts";

interface Row {
  readonly n: number;
}

export declare const full: {
  default(args: ModuleArgs<{ depth: number }, readonly Row[], { Loader: readonly Row[] }>): Promise<{ depth: number }>;
};

export declare const part: { default(args: { readonly input: Tracked<readonly Row[]> }): number };

export declare const bare: { default(): string };

export declare const effectful: { default(): Effect.Effect<number> };
