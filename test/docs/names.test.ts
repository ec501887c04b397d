/** The guides name only what is there, and nothing tracked names the machine it was written on. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { Executor, Status, TimingTable } from "../../src/index.ts";
import { publicNames } from "./docstrings.ts";
import { entries, guides, publicSources, read, root, trackedFiles } from "./repository.ts";

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const withoutBlocks = (text: string): string => text.replaceAll(/^```[^]*?^```$/gmu, "");

const spans = (text: string): readonly string[] =>
  Array.from(withoutBlocks(text).matchAll(/(?<!`)`([^`\n]+)`(?!`)/gu), ([, span = ""]) => span);

describe.each(guides)("%s", (guide) => {
  const text = read(guide);

  test("links to files and headings that exist", () => {
    const links = Array.from(withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/gu), ([, link = ""]) => link);
    const broken = links
      .filter((link) => !/^https?:/u.test(link))
      .filter((link) => {
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? join(root, guide) : resolve(root, dirname(guide), path);
        if (!existsSync(target)) return true;
        if (anchor === undefined) return false;
        const headings = Array.from(readFileSync(target, "utf8").matchAll(/^#+ (.+)$/gmu), ([, name = ""]) => name);
        return !headings.map(anchorOf).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  test("names files that exist", () => {
    const paths = spans(text).filter((span) => /^(?:src|machines|test|docs|examples|scripts)\/[\w./-]+$/u.test(span));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("names members of an executor, a status and a timing table that exist", () => {
    const owners = { executor: Executor, status: Status, timing: TimingTable };
    const members = Array.from(
      spans(text)
        .join("\n")
        .matchAll(/(?<![\w./])(executor|status|timing)\.([a-z][A-Za-z]+)(?!\w)/gu),
    );
    const missing = members.filter(([, owner = "", name = ""]) => !(name in owners[owner as "status"].prototype));
    expect(missing.map(([member]) => member).filter((member) => !foreign.has(member))).toEqual([]);
  });

  test("names in code what the code knows", () => {
    // camelCase, or PascalCase of at least two words: what could be a name of this library's.
    const looksLikeAName = /^(?:[a-z]+(?:[A-Z][a-z0-9]*)+|(?:[A-Z][a-z0-9]+){2,})(?=$|\()/u;
    const names = spans(text).flatMap((span) => looksLikeAName.exec(span)?.[0] ?? []);
    const unknown = names.filter((name) => !known.has(name) && !foreign.has(name));
    expect([...new Set(unknown)]).toEqual([]);
  });
});

/** Every word of the code behind the public entries, comments left out. */
const known = new Set(
  publicSources.flatMap(
    (file) =>
      read(file)
        .replaceAll(/\/\*\*[^]*?\*\/|\/\/ .*$/gmu, "")
        .match(/\w+/gu) ?? [],
  ),
);

/** Names in the guides that are others': Effect's, PETsARD's, XState's, those of parameters. */
const foreign = new Set(["runMain", "status.put", "apiKey", "ActorRef"]);

test("every public name is known", () => {
  const names = Object.values(entries).flatMap((entry) => publicNames(entry).map(({ name }) => name));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

// An exported copy has no list of what is tracked.
test.skipIf(!existsSync(join(root, ".git")))(
  "nothing tracked names the machine or the folders it was written on",
  () => {
    // Put together here, so that this file does not hold what it looks for.
    const places = ["work", "home", "root", "Users"].map((folder) => `(?<![\\w./])/${folder}\\b`);
    const hosts = ["registry", "npm", "pypi", "proxy"].map((name) => `https?://[\\w.-]*\\b${name}\\b[\\w.-]*[:/]`);
    const forbidden = new RegExp([...places, ["[.]{2}", "shared"].join("/"), ...hosts].join("|"), "u");
    expect(["", "work", "main"].join("/")).toMatch(forbidden);
    expect(["https:/", "registry.npmjs.org", "effect"].join("/")).toMatch(forbidden);
    const named = trackedFiles()
      .filter((file) => statSync(join(root, file)).size < 5_000_000)
      .flatMap((file) =>
        read(file)
          .split("\n")
          .flatMap((line, at) => (forbidden.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 120)}`] : [])),
      );
    expect(named).toEqual([]);
  },
);
