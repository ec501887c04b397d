import { nearestName } from "../workflow/nearest-name.ts";

/** The commands, each with what other tools call it. */
const commands: ReadonlyMap<string, readonly string[]> = new Map([
  ["run", ["start", "exec", "execute", "launch"]],
  ["resume", ["continue", "recover"]],
  ["retry", ["rerun", "restart", "again"]],
  ["fork", ["branch", "clone"]],
  ["runs", ["ls", "ps", "list", "history"]],
  ["status", ["stat", "state", "top", "watch", "progress"]],
  ["show", ["info", "describe", "summary", "report", "results"]],
  ["timing", ["time", "times", "stats", "profile"]],
  ["changes", ["schema", "schemas"]],
  ["snapshots", ["checkpoints", "tags"]],
  ["compare", ["diff", "cmp"]],
  ["inspect", ["ui", "web", "serve", "dashboard", "open", "view"]],
  ["verify", ["check", "validate", "fsck", "test"]],
  ["export", ["logs", "log", "journal", "records", "dump", "cat"]],
  ["gc", ["rm", "del", "delete", "remove", "prune", "clean", "purge"]],
  ["--help", ["help"]],
  ["--version", ["version"]],
]);

/** The command that was probably meant by a word that is none; undefined when none is near. */
export const likelyCommand = (word: string): string | undefined => {
  const asked = word.toLowerCase();
  for (const [command, others] of commands) if (command === asked || others.includes(asked)) return command;
  return nearestName(asked, commands.keys());
};
