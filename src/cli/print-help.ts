import * as Effect from "effect/Effect";
import { CliOutput, type HelpDoc, TerminalCapabilities } from "effect/cli";

import { foldHelp } from "./fold-help.ts";
import { print } from "./print.ts";

/** Prints a help text to stdout: on a terminal in lines that fit it, in a pipe with each description on one line. */
export const printHelp = Effect.fnUntraced(function* (doc: HelpDoc.HelpDoc) {
  const { canColor } = yield* TerminalCapabilities.TerminalCapabilities;
  const text = CliOutput.defaultFormatter({ colors: canColor }).formatHelpDoc(withShortTypes(doc));
  const { columns } = process.stdout;
  yield* print(`${columns === undefined || columns === 0 ? text : foldHelp(text, columns)}\n`);
});

/** `--completions <bash|zsh|…>` would make the column of all names as wide; its choices are in its description too. */
const withShortTypes = (doc: HelpDoc.HelpDoc): HelpDoc.HelpDoc => ({
  ...doc,
  ...(doc.globalFlags && {
    globalFlags: doc.globalFlags.map((flag) => (flag.name === "completions" ? { ...flag, type: "SHELL" } : flag)),
  }),
});
