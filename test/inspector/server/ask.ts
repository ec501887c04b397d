import { request, type IncomingHttpHeaders } from "node:http";

/** What a server answered. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks 127.0.0.1 exactly what is given: no address is tidied up, no header is added but Host. */
export const ask = (
  port: number,
  path: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers, setHost: headers["host"] === undefined });
    asked.on("error", reject);
    asked.on("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on("error", reject);
    });
    asked.end(body);
  });

/** The cookie that a link gives. */
export const cookieOf = async (link: string): Promise<string> => {
  const { port, pathname, search } = new URL(link);
  const { headers } = await ask(Number(port), `${pathname}${search}`);
  return (headers["set-cookie"]?.[0] ?? "").split(";")[0] ?? "";
};
