/**
 * Plants each bug of test/mutants into a copy of the library, and says whether the kit finds it there.
 *
 * Arguments: names of mutants (default: all); `--seconds 60`, what each may take; `--jobs 1`, how many at a time; `--seed`;
 * `--fast` for the checks alone that take no second each; `--folder`, where the patches are.
 * The exit code is 1 when a mutant survives, when its patch no longer applies, or when the kit blames the library as it is.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";

interface Finding {
  readonly check: string;
  readonly law: string;
  readonly found: string;
  readonly runs: number;
  readonly size: string;
}

/** What became of one copy of the library. */
type Verdict =
  | { readonly kind: "killed"; readonly finding: Finding }
  | { readonly kind: "survived" }
  /** The kit itself came to no end, or failed: a bug is found only where a law says what is wrong. */
  | { readonly kind: "no verdict"; readonly why: string }
  | { readonly kind: "does not apply"; readonly why: string };

interface Row {
  readonly name: string;
  readonly verdict: Verdict;
  readonly seconds: number;
}

const root = join(import.meta.dirname, "..");
/** What the check program imports, as far as it lies in this repository. */
const copied = ["src", "machines", "test/mutants", "test/store/conformance/memory-subject.ts", "package.json"];

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    jobs: { type: "string", default: "1" },
    fast: { type: "boolean", default: false },
    folder: { type: "string", default: join(root, "test/mutants") },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});

const { folder } = options;
const allNames = readdirSync(folder)
  .filter((file) => file.endsWith(".patch"))
  .map((file) => basename(file, ".patch"))
  .toSorted();

/** Whatever a program prints to its two streams, its exit code, and whether it was stopped for want of time. */
const run = (
  command: string,
  args: readonly string[],
  cwd: string,
  timeout: number,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number; readonly late: boolean }> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd, timeout, killSignal: "SIGKILL", encoding: "utf8" }, (error, stdout, stderr) =>
      resolve({ stdout, stderr, code: error === null ? 0 : 1, late: error?.killed === true }),
    );
  });

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** What the check program says last; undefined when it came to no end. */
const verdictIn = (stdout: string): Finding | null | undefined => {
  const line = lastLine(stdout);
  return line === "null" || line.startsWith("{") ? (JSON.parse(line) as Finding | null) : undefined;
};

/** Copies the library, with the patch of a mutant applied to it where one is given, and runs the kit on the copy. */
const judge = async (name: string | undefined): Promise<Verdict> => {
  const copy = mkdtempSync(join(tmpdir(), "runstate-mutant-"));
  try {
    for (const path of copied) cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    if (name !== undefined) {
      const applied = await run("git", ["apply", join(folder, `${name}.patch`)], copy, 10_000);
      if (applied.code !== 0) return { kind: "does not apply", why: lastLine(applied.stderr) };
    }
    const timeoutMs = Number(options.seconds) * 1000;
    const args = [join(copy, "test/mutants/check.ts"), "--seed", options.seed, ...(options.fast ? ["--fast"] : [])];
    const { stdout, stderr, late } = await run(process.execPath, args, copy, timeoutMs);
    if (late) return { kind: "no verdict", why: `none in ${options.seconds} s` };
    const finding = verdictIn(stdout);
    // The exit code says nothing: a run that stands still, as one of a mutant may, sets it to 1.
    if (finding === undefined) return { kind: "no verdict", why: stderr.trim().split("\n").slice(-12).join("\n") };
    return finding === null ? { kind: "survived" } : { kind: "killed", finding };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

const timed = async (name: string, judged: Promise<Verdict>): Promise<Row> => {
  const startedMs = performance.now();
  const verdict = await judged;
  return { name, verdict, seconds: Math.round(performance.now() - startedMs) / 1000 };
};

const cellsOf = ({ name, verdict, seconds }: Row): readonly string[] => {
  const time = seconds.toFixed(1);
  if (verdict.kind === "killed") {
    const { law, runs, size } = verdict.finding;
    return [name, law, String(runs), time, size];
  }
  return [
    name,
    verdict.kind === "survived" ? "**survived**" : `**${verdict.kind}**: ${lastLine(verdict.why)}`,
    "",
    time,
    "",
  ];
};

const print = (cells: readonly string[]): void => console.log(`| ${cells.join(" | ")} |`);

/** What the first paragraph of a patch says is wrong, and who would suffer. */
const storyOf = (name: string): string => readFileSync(join(folder, `${name}.patch`), "utf8").split("\n")[0] ?? "";

const main = async (): Promise<boolean> => {
  const unknown = wanted.filter((name) => !allNames.includes(name));
  if (unknown.length > 0) {
    console.error(`there is no mutant ${unknown.join(", ")}; there are:\n${allNames.join("\n")}`);
    return false;
  }
  const names = wanted.length > 0 ? wanted : allNames;
  console.log(`seed ${options.seed}`);
  const unmutated = await timed("the library as it is", judge(undefined));
  if (unmutated.verdict.kind !== "survived") {
    console.error("the kit must find nothing in the library as it is:", unmutated.verdict);
    return false;
  }
  console.log(`the library as it is: nothing found, ${unmutated.seconds.toFixed(1)} s\n`);
  print(["mutant", "broken law", "runs", "seconds", "smallest case"]);
  print(["---", "---", "---:", "---:", "---"]);
  const open = [...names];
  const rows: Row[] = [];
  const work = async (): Promise<void> => {
    for (let name = open.shift(); name !== undefined; name = open.shift()) {
      const row = await timed(name, judge(name));
      rows.push(row);
      print(cellsOf(row));
    }
  };
  await Promise.all(Array.from({ length: Number(options.jobs) }, work));
  const alive = rows.filter(({ verdict }) => verdict.kind !== "killed");
  console.log(`\n${rows.length - alive.length} of ${rows.length} killed`);
  for (const { name, verdict } of alive)
    console.log(`\n${name}: ${verdict.kind}\n${storyOf(name)}${"why" in verdict ? `\n${verdict.why}` : ""}`);
  return alive.length === 0;
};

process.exitCode = (await main()) ? 0 : 1;
