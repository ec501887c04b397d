#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Compiling its modules is half of what a command takes: compiled once, they are kept for the next one, as tsc does. They
// have to be imported after that was said, so it is said by itself.
enableCompileCache();
await import("./main.ts");
