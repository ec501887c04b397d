import { formatCount } from "../../text/format-count.ts";
import { useRemote } from "./use-remote.ts";
import type { ViewProps } from "./views/view.ts";

/** The first rows of a result. */
export const ResultTable = ({ page, execution }: Pick<ViewProps, "page"> & { readonly execution: number }) => {
  const preview = useRemote(`${page.runId}/result/${execution}`, () => page.source.result(page.runId, execution));
  if (preview.state === "waiting") return <p class="muted">Reading the result …</p>;
  if (preview.state === "failed") return <p class="bad">{preview.message}</p>;
  const { value } = preview;
  if (value.kind === "none") return <p class="muted">No result to show: {value.reason}</p>;
  if (value.kind === "value")
    return (
      <pre class="code">
        {value.text}
        {value.cut && "\n… (cut)"}
      </pre>
    );
  return (
    <div class="preview" tabIndex={0} role="group" aria-label="First rows of the result">
      <table class="table">
        <thead>
          <tr>
            {value.columns.map((name, place) => (
              <th key={place} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.rows.slice(0, mostShown).map((row, at) => (
            <tr key={at}>
              {row.map((cell, place) => (
                <td key={place} class={typeof cell === "number" ? "number" : cell === null ? "muted" : ""}>
                  {typeof cell === "string" ? cell : JSON.stringify(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {value.total !== undefined && (
        <p class="muted">
          {formatCount(Math.min(mostShown, value.rows.length))} of {formatCount(value.total)} rows
        </p>
      )}
    </div>
  );
};

/** The document stays small whatever the frame is. */
const mostShown = 10;
