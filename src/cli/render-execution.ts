import { errorText } from "./error-text.ts";
import { clip } from "./clip.ts";
import { describeReuse } from "../journal/describe-reuse.ts";
import type { AttemptDetail, ExecutionDetail } from "./execution-detail.ts";
import { factLine } from "./fact-line.ts";
import { formatDuration, formatElapsed } from "../text/format-duration.ts";
import { ownFrame } from "./own-frame.ts";
import { isNarrow, type Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderSchemas } from "./render-schemas.ts";
import { shortValue } from "./short-value.ts";
import { stateMark } from "./state-mark.ts";
import { renderTable } from "./table.ts";
import { wrap } from "./wrap.ts";

/** Everything known of one execution, as text without a final newline. */
export const renderExecution = (detail: ExecutionDetail, page: Page): string => {
  const { sign, ink } = stateMark[detail.state];
  const facts = factsOf(detail).map(([name, text]) => factLine(name, clip(text, Math.max(60, page.width - 15)), page));
  const section = (title: string, body: string): string => `${page.paint("strong", title)}\n${body}`;
  const attempts = detail.attempts.some(({ error }) => error !== undefined) || detail.attempts.length > 1;
  const schema = renderSchemas(detail, page);
  return [
    [
      wrap(
        [`${page.paint(ink, sign)} ${page.paint("strong", printable(detail.key))}`, page.paint(ink, verdict(detail))],
        isNarrow(page) ? page.width : Number.POSITIVE_INFINITY,
        " ",
      ).join("\n  "),
      ...facts,
    ].join("\n"),
    ...(detail.path.length > 1 ? [section("Path", renderPath(detail, page))] : []),
    ...(attempts ? [section("Attempts", renderAttempts(detail.attempts, page))] : []),
    ...(detail.steps.length === 0 ? [] : [section("Steps", renderSteps(detail, page))]),
    ...(schema === undefined ? [] : [section("Schema", schema)]),
  ].join("\n\n");
};

const verdict = ({ state, durationMs, elapsedMs, attempts, origin }: ExecutionDetail): string => {
  const tries = attempts.length > 1 ? `, attempt ${attempts.length}` : "";
  switch (state) {
    case "NotStarted":
      return "NotStarted";
    case "InProgress":
      return `InProgress, ${formatElapsed(elapsedMs ?? 0)} since its start was recorded${tries}`;
    case "Completed":
      return origin === "reused" ? "Completed: reused" : `Completed in ${formatDuration(durationMs ?? 0)}${tries}`;
    case "Failed":
      return `Failed after ${formatDuration(durationMs ?? 0)}${tries}`;
  }
};

const factsOf = (detail: ExecutionDetail): readonly (readonly [string, string])[] => {
  const {
    runId,
    queuedMs,
    startedAt,
    endedAt,
    blockedBy,
    experimentState,
    state,
    annotations,
    origin,
    reuse,
    result,
    noResult,
  } = detail;
  return [
    ["run", runId ?? "none"],
    ...(blockedBy === undefined ? [] : [["never ran", `because ${blockedBy} failed`] as const]),
    ...(experimentState === undefined || experimentState === state ? [] : [["experiment", experimentState] as const]),
    ...(queuedMs === undefined ? [] : [["queued", `${formatDuration(queuedMs)} before it started`] as const]),
    ...(startedAt === undefined ? [] : [["started", startedAt] as const]),
    ...(endedAt === undefined ? [] : [["ended", endedAt] as const]),
    ...(reuse === undefined
      ? []
      : [[origin === "reused" ? "taken over" : "ran", printable(describeReuse(reuse.why))] as const]),
    ...(result === undefined ? [] : [["result", result] as const]),
    ...(noResult === undefined ? [] : [["no result", noResult] as const]),
    ...Object.entries(annotations).map(([name, value]) => ["annotated", `${name}: ${shortValue(value)}`] as const),
  ];
};

const renderPath = ({ path }: ExecutionDetail, page: Page): string =>
  renderTable(
    [],
    path.map(({ moduleName, experimentName, state, durationMs }) => [
      `${page.paint(stateMark[state].ink, stateMark[state].sign)} ${printable(`${moduleName}[${experimentName}]`)}`,
      durationMs === undefined ? "" : page.paint("quiet", formatDuration(durationMs)),
    ]),
    ["left", "right"],
    page,
  );

const renderAttempts = (attempts: readonly AttemptDetail[], page: Page): string =>
  attempts
    .flatMap(({ attempt, state, reason, error, durationMs, waitMs }) => {
      const { sign, ink } = stateMark[state];
      const why =
        error === undefined
          ? state
          : `${reason === undefined || reason === "error" ? "" : `${reason}: `}${errorText(error)}`;
      const times = [
        ...(durationMs === undefined ? [] : [`after ${formatDuration(durationMs)}`]),
        ...(waitMs === undefined || waitMs === 0 ? [] : [`then a wait of ${formatDuration(waitMs)}`]),
      ];
      const frame = ownFrame(error?.stack);
      const notes = [
        ...(frame === undefined ? [] : [`at ${printable(frame)}`]),
        ...causesOf(error),
        ...(times.length === 0 ? [] : [times.join(", ")]),
      ];
      return [
        `  ${page.paint(ink, `${sign} ${attempt}`)}  ${clip(printable(why), Math.max(30, page.width - 7))}`,
        ...notes.map((note) => page.paint("quiet", `       ${note}`)),
      ];
    })
    .join("\n");

const causesOf = (error: AttemptDetail["error"]): readonly string[] => {
  const causes: string[] = [];
  for (let cause = error?.cause; cause !== undefined; cause = cause.cause)
    causes.push(`caused by ${clip(printable(errorText(cause)), 200)}`);
  return causes;
};

const renderSteps = ({ steps, attempts }: ExecutionDetail, page: Page): string =>
  renderTable(
    [],
    steps.map(({ step, attempt, state, durationMs }) => [
      `${page.paint(stateMark[state].ink, stateMark[state].sign)} ${printable(step)}`,
      ...(attempts.length > 1 ? [page.paint("quiet", `attempt ${attempt}`)] : []),
      page.paint("quiet", formatDuration(durationMs)),
    ]),
    attempts.length > 1 ? ["left", "left", "right"] : ["left", "right"],
    page,
  );
