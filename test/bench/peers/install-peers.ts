import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Schema } from "effect";

const folder = fileURLToPath(new URL(".", import.meta.url));

const Versions = Schema.Record(Schema.String, Schema.String);
const Manifest = Schema.fromJsonString(Schema.Struct({ dependencies: Versions, optionalDependencies: Versions }));
const Installed = Schema.fromJsonString(Schema.Struct({ version: Schema.String }));

/**
 * Installs what `package.json` here names, unless it is there; gives the versions. What is optional may be missing
 * afterwards, where it is not made for this platform: its cases then say so.
 */
export const installPeers = (): Readonly<Record<string, string>> => {
  const { dependencies, optionalDependencies } = Schema.decodeUnknownSync(Manifest)(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const isThere = ([name, version]: readonly [string, string]): boolean => installedVersion(name) === version;
  // npm writes its list at the very end: without it something is missing.
  const isComplete = existsSync(join(folder, "node_modules/.package-lock.json"));
  if (!isComplete || !Object.entries(dependencies).every(isThere))
    execFileSync("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"], { stdio: "inherit" });
  const missing = Object.entries(dependencies).filter((dependency) => !isThere(dependency));
  if (missing.length > 0) throw new Error(`not installed: ${missing.map((pair) => pair.join("@")).join(", ")}`);
  return { ...dependencies, ...optionalDependencies };
};

const installedVersion = (name: string): string | undefined => {
  const file = join(folder, "node_modules", name, "package.json");
  return existsSync(file) ? Schema.decodeUnknownSync(Installed)(readFileSync(file, "utf8")).version : undefined;
};
