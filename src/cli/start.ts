#!/usr/bin/env node
// Nothing may be imported from Node by name that an old one lacks: it would not come to say so.
import { refusedNode } from "./required-node.ts";

const refusal = refusedNode(process.version);
if (refusal === undefined) {
  // Compiling its modules is a quarter of what a short command takes: compiled once, they are kept for the next one, as
  // tsc keeps them. They have to be imported after that was said.
  const { enableCompileCache } = await import("node:module");
  enableCompileCache();
  await import("./main.ts");
} else {
  process.stderr.write(refusal);
  process.exitCode = 2;
}
