import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

/** The version of this package; it finds package.json from the sources and from dist alike. */
export const packageVersion = (): string => {
  const file = findPackageJSON(import.meta.url);
  const found: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, "utf8"));
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "unknown";
};
