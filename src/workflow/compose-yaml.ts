/**
 * A YAML text as one syntax tree, driven token by token so that hostile texts are refused while they are read.
 *
 * The stock `parseDocument` reads to the end first: 1 MiB of `}` took it 7 s and a million errors, deep nesting
 * overflows its stack, and its check for equal keys is quadratic (20 000 keys: 4 s).
 */
import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";
import type { ConfigIssue, TextPosition } from "../error.ts";
import { configRefusal, throwIssues } from "./config-refusal.ts";
import { isSecretLine } from "./hidden-problem.ts";
import type { NameProblem } from "./names.ts";

/** Problems reported before reading stops: a text with more is no config. */
const MAX_YAML_ISSUES = 100;

/** Collections inside collections; the composer recurses once per level. */
const MAX_NESTING = 100;

/** Collects the problems of one text, with their places; throws all of them as one ConfigError. */
export interface YamlIssues {
  /** Adds a problem at an offset of the text; throws when there are too many to go on. */
  add(offset: number, path: readonly string[], problem: NameProblem): void;
  /** Adds a problem after which reading makes no sense, and throws. */
  stop(offset: number, path: readonly string[], problem: NameProblem): never;
  /** Throws when a problem was added. */
  throwAny(): void;
  positionAt(offset: number): TextPosition;
}

export interface ComposedYaml {
  readonly document: Document.Parsed | undefined;
  readonly issues: YamlIssues;
}

/** Reads one YAML 1.2 document; throws a ConfigError for what ends the reading, and adds the rest to `issues`. */
export const composeYaml = (text: string, file: string | undefined, maxTokens: number): ComposedYaml => {
  const lines = new LineCounter();
  const issues = collectIssues(lines, file);
  // `Parser.parse` would report the first line; `next` does not.
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    version: "1.2",
    uniqueKeys: false,
    stringKeys: true,
    intAsBigInt: true,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  // The composer's own list of errors grows without bound, a stack trace each: 170 000 stray `!` took it 0.83 s, and
  // 0.20 s when stopped at the hundredth. Were the property renamed, the list read below would still hold them all.
  const onError: unknown = (source: unknown, code: string, message: string) =>
    issues.add(offsetOf(source), [], syntax(code, message, isSecretLine(text, offsetOf(source))));
  Reflect.set(composer, "onError", onError);

  let [tokens, documents] = [0, 0];
  const read: Document.Parsed[] = [];
  const stop = (offset: number, reason: string, remedy: string): never => issues.stop(offset, [], { reason, remedy });
  const lexemes = function* (): Generator<string | undefined> {
    yield* new Lexer().lex(text);
    yield undefined;
  };
  for (const lexeme of lexemes()) {
    tokens += 1;
    if (tokens > maxTokens) {
      stop(
        parser.offset,
        `the text has over ${maxTokens} tokens`,
        "Split the config, or raise maxBytes: a third of it is the limit of tokens.",
      );
    }
    for (const token of lexeme === undefined ? parser.end() : parser.next(lexeme)) {
      if (token.type === "directive" && !/^%YAML[ \t]+1\.2[ \t]*$/u.test(token.source)) {
        stop(
          token.offset,
          `the directive ${token.source.slice(0, 40)} is refused`,
          "Remove it: configs are YAML 1.2, and under 1.1 `no` and `12:30` mean false and 750.",
        );
      }
      if (token.type === "document") documents += 1;
      if (documents > 1)
        stop(token.offset, "a second document begins", "Write one document per file: remove the `---`.");
      if (token.type === "error")
        issues.add(token.offset, [], syntax("UNEXPECTED_TOKEN", token.message, isSecretLine(text, token.offset)));
      else read.push(...composer.next(token));
    }
    if (parser.stack.length > MAX_NESTING) {
      stop(parser.offset, `the text is nested over ${MAX_NESTING} levels`, "Flatten it.");
    }
  }
  read.push(...composer.end(true, text.length));
  for (const error of [...(read[0]?.errors ?? []), ...(read[0]?.warnings ?? [])]) {
    issues.add(error.pos[0], [], syntax(error.code, error.message, isSecretLine(text, error.pos[0])));
  }
  return { document: read[0], issues };
};

const collectIssues = (lines: LineCounter, file: string | undefined): YamlIssues => {
  const found: ConfigIssue[] = [];
  const positionAt = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(offset);
    return { ...(file === undefined ? {} : { file }), line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const throwAny = (): void => throwIssues(found);
  const add = (offset: number, path: readonly string[], problem: NameProblem): void => {
    found.push({ path, ...problem, position: positionAt(offset) });
    if (found.length < MAX_YAML_ISSUES) return;
    found.push({ path: [], reason: `there may be more after these ${found.length}`, remedy: "Correct these first." });
    throwAny();
  };
  const stop = (offset: number, path: readonly string[], problem: NameProblem): never => {
    throw configRefusal([...found, { path, ...problem, position: positionAt(offset) }]);
  };
  return { add, stop, throwAny, positionAt };
};

/** The composer reports an offset, a range, or a token. */
const offsetOf = (source: unknown): number => {
  if (typeof source === "number") return source;
  if (Array.isArray(source)) return offsetOf(source[0]);
  return typeof source === "object" && source !== null && "offset" in source ? offsetOf(source.offset) : 0;
};

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["TAB_AS_INDENT", "Indent with spaces."],
  ["BAD_INDENT", "Align it with its siblings."],
  ["TAG_RESOLVE_FAILED", "Remove the tag: only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known."],
  ["NON_STRING_KEY", "Write the key as one word or in quotes."],
  ["MULTILINE_IMPLICIT_KEY", "Write the key and its colon on one line."],
]);

/** Messages quote what was read, so beside the name of a secret only the kind of the error is told. */
const syntax = (code: string, message: string, isSecret: boolean): NameProblem => ({
  reason: `this is not YAML 1.2: ${isSecret ? code : message.replace(/[.\s]+$/u, "").slice(0, 200)}`,
  remedy: REMEDIES.get(code) ?? "Correct it there, or put the text in quotes.",
});
