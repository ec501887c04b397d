/** The docstrings of a source file. */
import { dirname, relative, resolve } from "node:path";

import { read, root } from "./repository.ts";

/** A comment that begins with two stars, and what it stands above. */
export interface Docstring {
  readonly file: string;
  /** The declared name; `module` for a comment at the head of a file. */
  readonly name: string;
  /** The comment's text, without its stars. */
  readonly text: string;
}

const comment = /^(?<indent> *)\/\*\*(?<text>[^]*?)\*\/\n(?<next>[^\n]*)/gmu;
const modifiers =
  /^(?:export|declare|abstract|static|readonly|get|async|override|const|class|interface|type|function) /u;

/** Every docstring of a file, members included. */
export const docstringsOf = (file: string): readonly Docstring[] =>
  Array.from(read(file).matchAll(comment), ({ groups }) => ({
    file,
    name: nameIn(groups?.["next"] ?? ""),
    text: withoutStars(groups?.["text"] ?? ""),
  }));

const withoutStars = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replace(/^ *\* ?/u, "").trimEnd())
    .join("\n")
    .trim();

const nameIn = (line: string): string => {
  let rest = line.trim();
  if (rest === "" || /^import |^export (?:type )?\{/u.test(rest)) return "module";
  while (modifiers.test(rest)) rest = rest.replace(modifiers, "");
  return /^\*?#?[\w$]+/u.exec(rest)?.[0] ?? "module";
};

/** The names a file declares and exports itself, those of types apart. */
export const declaredIn = (file: string): { readonly values: readonly string[]; readonly types: readonly string[] } => {
  const names = (keywords: string): readonly string[] =>
    Array.from(
      read(file).matchAll(new RegExp(`^export (?:declare |abstract )?(?:${keywords}) (\\w+)`, "gmu")),
      ([, name = ""]) => name,
    );
  return { values: names("const|function|class"), types: names("interface|type") };
};

/** A name on the list of an entry, and the file that declares it. */
export interface PublicName {
  readonly name: string;
  readonly kind: "value" | "type";
  readonly file: string;
}

/** The names an entry's hand-written list exports. */
export const publicNames = (entry: string): readonly PublicName[] =>
  reExports(entry).map(({ name, from }) => declaration(name, from));

const reExports = (file: string): readonly { readonly name: string; readonly from: string }[] =>
  Array.from(read(file).matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)";$/gmu)).flatMap(
    ([, list = "", specifier = ""]) =>
      list
        .split(",")
        .map((item) => item.trim().replace(/^type /u, ""))
        .filter((name) => name !== "")
        .map((name) => ({ name, from: relative(root, resolve(root, dirname(file), specifier)) })),
  );

const declaration = (name: string, file: string): PublicName => {
  const { values, types } = declaredIn(file);
  if (values.includes(name)) return { name, kind: "value", file };
  if (types.includes(name)) return { name, kind: "type", file };
  const next = reExports(file).find((exported) => exported.name === name);
  if (next === undefined) throw new Error(`${file} neither declares nor passes on ${name}`);
  return declaration(name, next.from);
};
