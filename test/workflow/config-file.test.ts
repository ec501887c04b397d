import * as ByteSize from "effect/ByteSize";
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as PlatformError from "effect/PlatformError";
import { describe, expect, test } from "vitest";
import type { ConfigError } from "../../src/error.ts";
import { decodeConfig } from "../../src/workflow/config.ts";
import { readConfigFile } from "../../src/workflow/config-file.ts";
import type { YamlOptions } from "../../src/workflow/config-yaml.ts";

/** One file on an otherwise empty disk; counts how often it is read. */
const disk = (content: Uint8Array, info: { readonly type?: FileSystem.File.Type; readonly size?: number } = {}) => {
  const reads = { count: 0 };
  const layer = FileSystem.layerNoop({
    stat: () =>
      Effect.succeed({
        type: info.type ?? "File",
        size: ByteSize.bytes(info.size ?? content.length),
      } as FileSystem.File.Info),
    readFile: () =>
      Effect.sync(() => {
        reads.count += 1;
        return content;
      }),
  });
  return { layer, reads };
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = ({ layer }: ReturnType<typeof disk>, options?: YamlOptions) =>
  readConfigFile("conf/a.yaml", options).pipe(Effect.provide(layer));

const refused = (from: ReturnType<typeof disk>, options?: YamlOptions): Promise<ConfigError> =>
  Effect.runPromise(Effect.flip(read(from, options)));

test("a file is read as the text it holds, and errors name it", async () => {
  const document = await Effect.runPromise(read(disk(utf8("M:\n  e: {x: 1}\n"))));
  expect(decodeConfig(document).modules).toEqual([
    {
      moduleName: "M",
      experiments: [{ experimentName: "e", params: { x: 1 }, position: { file: "conf/a.yaml", line: 2, column: 3 } }],
      position: { file: "conf/a.yaml", line: 1, column: 1 },
    },
  ]);
  expect((await refused(disk(utf8("M: [")))).message).toContain("conf/a.yaml:1:");
});

describe("refused", () => {
  test("over the limit, before it is read", async () => {
    const large = disk(utf8("M:"), { size: 2_000_000 });
    expect((await refused(large)).message).toContain("over 1048576 bytes");
    expect((await refused(disk(utf8("M: {e: {}}")), { maxBytes: 5 })).message).toContain("over 5 bytes");
    expect(large.reads.count).toBe(0);
  });

  test("grown past the limit between the check and the reading", async () => {
    expect((await refused(disk(utf8("#".repeat(20)), { size: 1 }), { maxBytes: 10 })).message).toContain(
      "over 10 bytes",
    );
  });

  test("no regular file: a device may never end", async () => {
    expect((await refused(disk(utf8(""), { type: "CharacterDevice" }))).message).toContain(
      "it is a CharacterDevice, not a file",
    );
  });

  test("not UTF-8", async () => {
    expect((await refused(disk(Uint8Array.of(0x4d, 0xff, 0x3a)))).message).toContain("it is not UTF-8");
  });

  test("missing", async () => {
    const layer = FileSystem.layerNoop({
      stat: () =>
        Effect.fail(
          PlatformError.systemError({
            _tag: "NotFound",
            module: "FileSystem",
            method: "stat",
            pathOrDescriptor: "conf/a.yaml",
          }),
        ),
    });
    const error = await refused({ layer, reads: { count: 0 } });
    expect(error._tag).toBe("ConfigError");
    expect(error.message).toContain('the config "conf/a.yaml" cannot be read: there is no such file');
  });
});
