import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";

/** Where browsers are on the machines people have. */
const places = [
  process.env["CHROME_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser that tests use: one that this machine has, or the one that comes from npm. */
export const browserPath = async (): Promise<string> =>
  places.find((path) => path !== undefined && existsSync(path)) ?? (await sparticuz.executablePath());
