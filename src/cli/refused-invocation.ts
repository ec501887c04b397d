import type { CliError } from "effect/cli";

import { nearestName } from "../workflow/nearest-name.ts";
import { likelyCommand } from "./likely-command.ts";

/** What cannot be made of a command line; asking for help is no such thing. */
type Refused = Exclude<CliError.CliError, { readonly _tag: "ShowHelp" }>;

/**
 * Why a command line is refused, and what to do: in the words of this library, whatever the parser says. `path` is the
 * command it was given to, that of the program first.
 */
export const refusedInvocation = (error: Refused, path: readonly string[]): string => {
  const program = path[0] ?? "runstate";
  const command = path.slice(1).join(" ") || program;
  switch (error._tag) {
    case "InvalidValue":
      return refusedValue(error);
    case "MissingArgument":
      return `${command}: ${error.argument} is missing.`;
    case "MissingOption":
      return `${command}: --${error.option} is missing.`;
    case "UnexpectedArgument":
      return `${command}: it takes no further argument, and ${error.arguments.join(" ")} is one. Names with spaces are to be quoted.`;
    case "UnrecognizedOption": {
      const [near] = error.suggestions;
      return `${error.option}: ${command} has no such flag.${near === undefined ? "" : ` Did you mean ${near}?`}`;
    }
    case "UnknownSubcommand": {
      const near = likelyCommand(error.subcommand);
      const hint = near === undefined ? "" : ` Did you mean ${program} ${near}?`;
      return `${error.subcommand}: there is no such command.${hint}`;
    }
    // The first is a mistake of this library; this library throws none of the others.
    case "DuplicateOption":
    case "ValidationError":
    case "UserError":
      return error.message;
  }
};

/** `expected` is what the flag takes, as it says itself; of one with choices, those in quotation marks. */
const refusedValue = ({
  option,
  value,
  expected,
  kind,
}: Extract<Refused, { readonly _tag: "InvalidValue" }>): string => {
  const name = kind === "flag" ? `--${option}` : option;
  const times = /^(\d+) occurrences$/u.exec(value)?.[1];
  if (times !== undefined && expected.startsWith("at most"))
    return `${name}: it is given ${times} times. Give it once.`;
  const choices = choicesOf(expected);
  const takes = choices.length === 0 ? expected : oneOf(choices);
  if (value === "")
    return `${name}: its value is missing. ${isPlaceholder(takes) ? `Give ${name} ${takes}.` : `It takes ${takes}.`}`;
  const near = nearestName(value, choices);
  return `${name} ${value}: it takes ${takes}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
};

const isPlaceholder = (text: string): boolean => /^[A-Z|=]+(\.[a-z]+)?$/u.test(text);

const choicesOf = (expected: string): readonly string[] => {
  const parts = expected.replace(/^Expected:? /u, "").split(" | ");
  if (parts.length < 2) return [];
  const choices = parts.map((part) => part.replaceAll('"', ""));
  // Of a switch: all ten ways to say yes and no help nobody.
  return choices.includes("true") && choices.includes("false") ? ["true", "false"] : choices;
};

const oneOf = (choices: readonly string[]): string => `${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}`;
