import { clip } from "./clip.ts";
import type { FailureGroup } from "./failure-groups.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import type { Page } from "./page.ts";
import { printable, printableLines } from "./printable.ts";
import { wrapParts } from "./wrap.ts";

const [mostGroups, mostKeys, mostLines] = [20, 5, 8];

/** What failed, why, and what never ran because of it. */
export const renderFailures = (failures: readonly FailureGroup[], page: Page): string => {
  const groups = failures.slice(0, mostGroups).map((group) => renderGroup(group, page));
  const more = failures.length - mostGroups;
  return [...groups, ...(more > 0 ? [`  … ${countOf(more, "other error")}: --json lists all`] : [])].join("\n\n");
};

const renderGroup = (group: FailureGroup, page: Page): string => {
  const [title = "", ...rest] = messageLines(group);
  const keys = group.executions.slice(0, mostKeys).map(({ key, blocked }) => {
    const below = blocked === 0 ? [] : [page.paint("quiet", `${countOf(blocked, "execution")} below it never ran`)];
    return wrapParts([`    in ${printable(key)}`, ...below], page, "       ");
  });
  const more = group.executions.length - keys.length;
  const blocked =
    more > 0 && group.blocked > 0 ? `, ${countOf(group.blocked, "execution")} below all of them never ran` : "";
  return [
    `  ${page.paint("bad", `✗ ${title}`)}`,
    ...rest.map((line) => `    ${line}`),
    ...(group.at === null ? [] : [page.paint("quiet", `    at ${printable(group.at)}`)]),
    ...group.causes.map((cause) => `    caused by ${clip(printable(cause), 200)}`),
    ...keys,
    ...(more > 0 ? [`    … ${formatCount(more)} more executions${blocked}`] : []),
  ].join("\n");
};

const messageLines = ({ reason, name, message }: FailureGroup): readonly string[] => {
  const lines = printableLines(reason === "error" ? `${name}: ${message}` : `${reason}: ${message}`);
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`];
};
