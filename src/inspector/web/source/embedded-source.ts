import type { JournalRecord } from "../../../journal/record.ts";
import type { FieldChange } from "../../../schema/field-change.ts";
import type { Schema } from "../../../schema/schema.ts";
import type { ActorReport, ResultPreview, RunListItem, ServerInfo } from "../../protocol/api.ts";
import { decodeRunDocument } from "../../protocol/run-document.ts";
import type { RunColumns } from "../../protocol/run-columns.ts";
import { RunFold } from "../../protocol/run-fold.ts";
import type { Following, Source } from "./source.ts";

/** The run that a page holds itself, as an exported page does: nothing is asked of anybody. */
export class EmbeddedSource implements Source {
  readonly #run: RunColumns;
  readonly #records: readonly JournalRecord[];

  private constructor(run: RunColumns, records: readonly JournalRecord[]) {
    this.#run = run;
    this.#records = records;
  }

  /** Undefined when the page holds no run. */
  static async of(page: Document): Promise<EmbeddedSource | undefined> {
    const [document, records] = ["run-document", "run-records"].map((id) => page.querySelector(`#${id}`)?.textContent);
    if (document === undefined || document === null || records === undefined || records === null) return undefined;
    const run = decodeRunDocument(await inflated(document));
    const lines = new TextDecoder().decode(await inflated(records)).split("\n");
    return new EmbeddedSource(
      run,
      lines.filter((line) => line !== "").map((line) => JSON.parse(line) as JournalRecord),
    );
  }

  get runId(): string {
    return this.#run.head.runId;
  }

  info(): Promise<ServerInfo> {
    return Promise.resolve({ version: "", control: false, relay: false });
  }

  runs(): Promise<readonly RunListItem[]> {
    const fold = new RunFold(this.#run);
    fold.seek(this.#run.length);
    const { at } = this.#run.columns;
    const item: RunListItem = {
      runId: this.runId,
      workflow: this.#run.head.workflow,
      startedAt: at[0] ?? 0,
      updatedAt: at[this.#run.length - 1] ?? 0,
      state: fold.state,
      records: this.#run.length,
      executions: fold.executions,
      live: false,
    };
    return Promise.resolve([item]);
  }

  open(): Promise<RunColumns> {
    return Promise.resolve(this.#run);
  }

  follow(_runId: string, _run: RunColumns, tell: (what: Following) => void): () => void {
    tell("ended");
    return () => undefined;
  }

  records(_runId: string, from: number, to: number): Promise<readonly JournalRecord[]> {
    return Promise.resolve(this.#records.slice(from - 1, to));
  }

  schema(_runId: string, fingerprint: string): Promise<Schema | undefined> {
    const record = this.#records.find((each) => each.type === "schema.recorded" && each.fingerprint === fingerprint);
    return Promise.resolve(record?.type === "schema.recorded" ? record.schema : undefined);
  }

  difference(): Promise<readonly FieldChange[]> {
    return Promise.reject(new Error("an exported page does not work out how schemas differ: runstate inspect does"));
  }

  result(): Promise<ResultPreview> {
    return Promise.resolve({ kind: "none", reason: "an exported page holds no results" });
  }

  actors(): Promise<ActorReport> {
    return Promise.resolve({ actors: [] });
  }

  control(): Promise<void> {
    return Promise.reject(new Error("an exported page only shows"));
  }
}

/** Base64 of gzip: a page that is opened from a disk may fetch nothing, not even from itself. */
const inflated = async (text: string): Promise<ArrayBuffer> => {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.codePointAt(0) ?? 0);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
};
