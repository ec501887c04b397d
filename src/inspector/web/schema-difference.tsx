import { countOf } from "../../text/format-count.ts";
import { changedName, describeChange } from "../view/describe-change.ts";
import { ChangeCells } from "./change-cells.tsx";
import type { SchemaPlace, Source } from "./source/source.ts";
import { useRemote } from "./use-remote.ts";

interface SchemaDifferenceProps {
  readonly source: Source;
  readonly before: SchemaPlace;
  readonly after: SchemaPlace;
}

const mostChanges = 40;

/** What is another field by field, of what two executions put out. */
export const SchemaDifference = ({ source, before, after }: SchemaDifferenceProps) => {
  const key = [before, after].map(({ runId, fingerprint }) => `${runId}/${fingerprint ?? ""}`).join(" ");
  const found = useRemote(key, () => source.difference(before, after));
  if (found.state === "waiting") return <p class="muted">Reading both schemas …</p>;
  if (found.state === "failed") return <p class="bad">{found.message}</p>;
  const changes = found.value;
  return (
    <table class="table changes">
      <tbody>
        {changes.slice(0, mostChanges).map((change, place) => (
          <tr key={place} data-change={change.type}>
            <ChangeCells type={change.type} name={changedName(change)} what={describeChange(change)} />
          </tr>
        ))}
      </tbody>
      {changes.length > mostChanges && <caption>and {countOf(changes.length - mostChanges, "more change")}</caption>}
    </table>
  );
};
