/** Configs in files, read through Effect's abstract file system so that this module runs in a browser too. */
import * as ByteSize from "effect/ByteSize";
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import type { PlatformError } from "effect/PlatformError";
import { ConfigError } from "../error.ts";
import { checkOptions } from "./check-options.ts";
import type { ConfigDocument } from "./config-document.ts";
import { configRefusal } from "./config-refusal.ts";
import { DEFAULT_MAX_BYTES, parseConfigYaml, tooLong, type YamlOptions } from "./config-yaml.ts";

/**
 * Reads a YAML config from a file; errors name the file, line and column.
 *
 * The size is checked before reading. Fails with a ConfigError when the file is missing, no regular file, not UTF-8,
 * over `maxBytes` (default 1 MiB), or refused by {@link parseConfigYaml}.
 *
 * @example
 * ```ts
 * import { NodeFileSystem } from "@effect/platform-node";
 * import { Effect } from "effect";
 *
 * const reading = readConfigFile("examples/01-birdstrikes/config.yaml");
 * const config = await Effect.runPromise(Effect.provide(reading, NodeFileSystem.layer));
 * planConfig(config).sequence[0]; // => "Loader"
 * ```
 */
export const readConfigFile = Effect.fnUntraced(function* (path: string, options: YamlOptions = {}) {
  checkOptions("readConfigFile", options, "file maxBytes");
  const { file = path, maxBytes = DEFAULT_MAX_BYTES } = options;
  const fs = yield* FileSystem.FileSystem;
  const info = yield* fs.stat(path).pipe(Effect.mapError((error) => unreadable(file, whyNot(error))));
  // A device or pipe has no size to check and may never end.
  if (info.type !== "File")
    return yield* Effect.fail(
      unreadable(file, `it is a ${info.type === "Directory" ? "folder" : info.type}, not a file`),
    );
  if (ByteSize.toBigInt(info.size) > BigInt(maxBytes)) return yield* Effect.fail(tooLong(maxBytes));
  const bytes = yield* fs.readFile(path).pipe(Effect.mapError((error) => unreadable(file, whyNot(error))));
  return yield* Effect.try({
    try: (): ConfigDocument => parseConfigYaml(decodeUtf8(file, bytes), { file, maxBytes }),
    catch: (error) => (error instanceof ConfigError ? error : unreadable(file, String(error))),
  });
});

const whyNot = ({ reason, message }: PlatformError): string => {
  if (reason._tag === "NotFound") return "there is no such file";
  return reason._tag === "PermissionDenied" ? "it is not allowed" : message;
};

const decodeUtf8 = (file: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(file, "it is not UTF-8");
  }
};

const unreadable = (file: string, reason: string): ConfigError =>
  configRefusal([
    {
      path: [],
      reason: `the config ${JSON.stringify(file)} cannot be read: ${reason}`,
      remedy: "Give the path of a YAML file in UTF-8.",
    },
  ]);
