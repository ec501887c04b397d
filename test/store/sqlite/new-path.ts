import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll } from "vitest";

/** In memory where the system has it: stores that are written again and again would wait for the disk. */
const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const folder = mkdtempSync(join(parent, "checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Where no store is yet, in a folder that goes with the test file. */
export const newPath = (): string => join(folder, `${++files}.db`);
