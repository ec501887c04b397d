/** Looks for secrets in files, by an understanding of encodings of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands in a file when a secret was written to it: the bytes for each encoding. */
export const traces = (secret: string): ReadonlyMap<string, Buffer> => {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const found = new Map<string, Buffer>([
    ["as it is", bytes],
    ["in JSON", Buffer.from(json)],
    ["in JSON in JSON", Buffer.from(JSON.stringify(json).slice(1, -1))],
    ["in a URI", Buffer.from(encodeURIComponent(secret))],
    ["in a form", Buffer.from(new URLSearchParams([["", secret]]).toString().slice(1))],
    ["in hex", Buffer.from(bytes.toString("hex"))],
  ]);
  for (const before of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(before, "x"), bytes]);
    for (const encoding of ["base64", "base64url"] as const) {
      const text = whole.toString(encoding).slice(before === 0 ? 0 : before + 1, Math.floor((whole.length * 4) / 3));
      found.set(`in ${encoding} after ${before} bytes`, Buffer.from(text));
      found.set(`in ${encoding} in a URI after ${before} bytes`, Buffer.from(encodeURIComponent(text)));
    }
  }
  return found;
};

/** Every place in the files of a folder, and of those below it, that holds one of the secrets. */
export const leaks = (folder: string, secrets: readonly string[]): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => {
      const content = readFileSync(path);
      return secrets.flatMap((secret, number) =>
        Array.from(traces(secret))
          .filter(([, bytes]) => content.includes(bytes))
          .map(([how]) => `${path.slice(folder.length + 1)} holds secret ${number} ${how}`),
      );
    });
