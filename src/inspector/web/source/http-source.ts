import type { JournalRecord } from "../../../journal/record.ts";
import type { FieldChange } from "../../../schema/field-change.ts";
import type { Schema } from "../../../schema/schema.ts";
import type { ActorReport, ResultPreview, RunListItem, ServerInfo } from "../../protocol/api.ts";
import type { RunColumns } from "../../protocol/run-columns.ts";
import { decodeRunDocument } from "../../protocol/run-document.ts";
import { followStream } from "./follow-stream.ts";
import type { Following, SchemaPlace, Source } from "./source.ts";

/** A source over the server this page came from. */
export class HttpSource implements Source {
  #info: Promise<ServerInfo> | undefined;

  info(): Promise<ServerInfo> {
    return (this.#info ??= get<ServerInfo>("info"));
  }

  runs(): Promise<readonly RunListItem[]> {
    return get("runs");
  }

  async open(runId: string): Promise<RunColumns> {
    const answer = await fetch(address(`runs/${encodeURIComponent(runId)}`));
    if (!answer.ok) throw await refusal(answer);
    return decodeRunDocument(await answer.arrayBuffer());
  }

  follow(runId: string, run: RunColumns, tell: (what: Following) => void): () => void {
    return followStream(address(`runs/${encodeURIComponent(runId)}`), run, tell);
  }

  records(runId: string, from: number, to: number): Promise<readonly JournalRecord[]> {
    return get(`runs/${encodeURIComponent(runId)}/records?from=${from}&to=${to}`);
  }

  schema(runId: string, fingerprint: string): Promise<Schema | undefined> {
    return get(`runs/${encodeURIComponent(runId)}/schemas/${encodeURIComponent(fingerprint)}`);
  }

  difference(before: SchemaPlace, after: SchemaPlace): Promise<readonly FieldChange[]> {
    const query = new URLSearchParams({ run: after.runId });
    if (before.fingerprint !== undefined) query.set("before", before.fingerprint);
    if (after.fingerprint !== undefined) query.set("after", after.fingerprint);
    return get(`runs/${encodeURIComponent(before.runId)}/difference?${query.toString()}`);
  }

  result(runId: string, execution: number): Promise<ResultPreview> {
    return get(`runs/${encodeURIComponent(runId)}/results/${execution}`);
  }

  actors(runId: string): Promise<ActorReport> {
    return get(`runs/${encodeURIComponent(runId)}/actors`);
  }

  async control(runId: string, action: "cancel" | "retry"): Promise<void> {
    const { token } = await this.info();
    const answer = await fetch(address(`runs/${encodeURIComponent(runId)}/${action}`), {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== undefined && { "x-runstate-token": token }) },
      body: "{}",
    });
    if (!answer.ok) throw await refusal(answer);
  }
}

const address = (path: string): string => `/api/v1/${path}`;

/** Asks the server this page came from; rejects with what it says when it refuses. */
export const get = async <Body>(path: string): Promise<Body> => {
  const answer = await fetch(address(path));
  if (!answer.ok) throw await refusal(answer);
  // The server and this page are of one version: what it answers has the type that api.ts gives the route.
  return (await answer.json()) as Body;
};

const refusal = async (answer: Response): Promise<Error> =>
  new Error(`the server answered ${answer.status}: ${(await answer.text()).trim().slice(0, 500)}`);
