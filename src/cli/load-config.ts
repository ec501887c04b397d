import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";

import { ConfigError } from "../error.ts";
import type { ConfigDocument } from "../workflow/config-document.ts";
import { readConfigFile } from "../workflow/config-file.ts";
import { fromPetsardConfig } from "../workflow/petsard-config.ts";

/** Reads the config of a run: YAML (JSON is YAML too), or with `petsard` a config written for PETsARD. */
export const loadConfig = (
  path: string,
  petsard: boolean,
): Effect.Effect<ConfigDocument, ConfigError, FileSystem.FileSystem> =>
  petsard ? Effect.andThen(readConfigFile(path, { file: path }), readPetsard(path)) : readConfigFile(path);

// The file was read as YAML just before, for everything that can be wrong with a file; here its words mean what
// they mean to PETsARD.
const readPetsard = (path: string): Effect.Effect<ConfigDocument, ConfigError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem;
    const text = yield* Effect.orDie(fs.readFileString(path));
    return yield* Effect.try({
      try: () => fromPetsardConfig(text, { file: path }),
      catch: (thrown) => {
        if (thrown instanceof ConfigError) return thrown;
        throw thrown;
      },
    });
  });
