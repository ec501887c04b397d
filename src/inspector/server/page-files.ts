import { existsSync, readFileSync } from "node:fs";
import { extname } from "node:path";

/** A file of the page, as it is answered. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The built page: from the source tree and from the package alike. */
const folders = ["../../../dist/page/", "../../../page/"];

const names = ["index.html", "page.js", "page.css"];

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/**
 * The files of the page by their path, read once: no path of a request ever reaches the file system.
 *
 * Throws an Error that says what to do when the page was not built.
 */
export const pageFiles = (): ReadonlyMap<string, PageFile> => {
  const folder = folders
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(new URL("index.html", url)));
  if (folder === undefined)
    throw new Error("the inspector's page was not built: run `npm run build:page` in the checkout");
  const files = names.map((name): readonly [string, PageFile] => [
    `/${name}`,
    { type: types[extname(name)] ?? "application/octet-stream", bytes: readFileSync(new URL(name, folder)) },
  ]);
  return new Map([
    ...files,
    ["/", new Map(files).get("/index.html") ?? { type: "text/plain", bytes: new Uint8Array() }],
  ]);
};
