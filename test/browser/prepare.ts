import { build } from "vite";

import { browserPath } from "./browser-path.ts";

/** Builds the page as it is in the source, and unpacks the browser, before test files in several processes need them. */
export const setup = async (): Promise<void> => {
  await build({ configFile: new URL("../../src/inspector/web/vite.config.ts", import.meta.url).pathname });
  await browserPath();
};
