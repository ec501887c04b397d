import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { build, type Plugin } from "vite";

import { bundledCli } from "./bundled-cli.ts";

const root = join(import.meta.dirname, "../..");
const folder = dirname(bundledCli);

/** What workflow files of tests import by package: from the bundle, for there is one copy of it where users are, too. */
const packages = ["effect/Context", "effect/Effect", "effect/Layer", "effect/Schema"];

/** Files that are found beside a module, such as the page and the code of threads, are beside its source. */
const placesOfSources: Plugin = {
  name: "places-of-sources",
  transform: (code, id) =>
    id.startsWith(join(root, "src")) && code.includes("import.meta.url")
      ? { code: code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)), map: null }
      : null,
};

/** Has workflow files share the library and its packages with the command line. */
const start = `import { registerHooks } from "node:module";

const bundled = (name) => new URL(\`./\${name}.js\`, import.meta.url).href;
const shared = new Map([[${JSON.stringify(pathToFileURL(join(root, "src/index.ts")).href)}, bundled("runstate")]]);
for (const name of ${JSON.stringify(packages)}) shared.set(import.meta.resolve(name), bundled(name));

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const url = shared.get(found.url);
    return url === undefined ? found : { url, format: "module", shortCircuit: true };
  },
});
await import("./main.js");
`;

/**
 * Bundles the command line, which test files in several processes start some hundred times: from the sources a command
 * took 1.2 s of processor time, nearly all of it for loading them, though they were compiled before; so it takes 0.6 s.
 */
export const setup = async (): Promise<void> => {
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [placesOfSources],
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: {
          main: join(root, "src/cli/main.ts"),
          runstate: join(root, "src/index.ts"),
          ...Object.fromEntries(packages.map((name) => [name, name])),
        },
        output: { entryFileNames: "[name].js" },
        preserveEntrySignatures: "strict",
      },
    },
    ssr: { noExternal: true },
  });
  await writeFile(bundledCli, start);
  // Node would look through each file for what it is.
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
};
