/** Runs a bundled page, and tells it which chunks are fetched: `node serve-page.mjs <page>`. */
import { registerHooks } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

registerHooks({
  load: (url, context, next) => {
    globalThis.fetched?.push(basename(url, ".js"));
    return next(url, context);
  },
});
await import(pathToFileURL(process.argv[2]).href);
