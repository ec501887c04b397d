import { extname } from "node:path";

import { ownFrame } from "./own-frame.ts";
import { UsageError } from "./usage-error.ts";

/** Says why a workflow file could not be loaded, and what to do about it. */
export const explainImport = (path: string, thrown: unknown): UsageError => {
  const refuse = (reason: string, remedy: string): UsageError => new UsageError({ subject: path, reason, remedy });
  if (!(thrown instanceof Error))
    return refuse(`it threw ${String(thrown)} while it was loaded`, "Throw Errors: they say where they come from.");
  const place = placeOf(thrown.stack);
  const where = place === undefined ? "" : ` at ${place}`;
  const code = "code" in thrown ? thrown.code : undefined;
  switch (code) {
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return /^\.[cm]?ts$/u.test(extname(path))
        ? refuse(`Node ${process.version} was started without support for TypeScript`, typeScriptRemedy)
        : refuse(thrown.message, workflowRemedy);
    case "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING":
      return refuse("Node runs no TypeScript below node_modules", "Compile the package that holds it to JavaScript.");
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return refuse(
        `${thrown.message}${where}`,
        "Node only removes types: write no enums, namespaces or parameter properties.",
      );
    case "ERR_MODULE_NOT_FOUND":
      return refuse(thrown.message, "Install the package, or correct the import (with the extension of the file).");
    default:
      return thrown instanceof SyntaxError
        ? refuse(`syntax error${where}: ${thrown.message}`, `\`node --check ${path}\` shows the line.`)
        : refuse(`it failed while it was loaded: ${describe(thrown)}`, "Nothing has run. Correct it and start again.");
  }
};

const workflowRemedy = "The workflow, which ends in .ts, .mts, .js or .mjs, comes before its config.";
const typeScriptRemedy = "Use Node 22.18 or newer, without --no-strip-types.";

// Node puts the file and line of a syntax error above its stack, and nothing when it does not know them.
const placeOf = (stack = ""): string | undefined => /^.*?([^/\\]+\.[cm]?[jt]s:\d+)\n/u.exec(stack)?.[1];

const describe = (thrown: Error): string => {
  const frame = ownFrame(thrown.stack);
  return `${thrown.name}: ${thrown.message}${frame === undefined ? "" : ` (at ${frame})`}`;
};
