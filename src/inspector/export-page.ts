import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

import { encodeRecord } from "../journal/codec.ts";
import type { JournalRecord } from "../journal/record.ts";
import { encodeRunDocument } from "./protocol/run-document.ts";
import { GrowingRun } from "./server/growing-run.ts";
import { pageFiles } from "./server/page-files.ts";

/**
 * A run as one HTML file that opens from a disk, offline: the inspector's page with the records in it, without results.
 *
 * It may load nothing and ask nobody: its content policy names the hashes of its own script and style. Throws a
 * TypeError for records that are no journal.
 */
export const exportPage = (records: readonly JournalRecord[]): string => {
  const [first, ...rest] = records;
  if (first === undefined) throw new TypeError("there is no record to export");
  const growing = new GrowingRun(first);
  for (const record of rest) growing.append(record);
  const files = pageFiles();
  const read = (path: string): string => Buffer.from(files.get(path)?.bytes ?? []).toString("utf8");
  // The only way out of a script is its end tag; as a text of the script it may be written otherwise.
  const script = read("/page.js")
    .replaceAll("</script", String.raw`<\/script`)
    .replaceAll("<!--", String.raw`<\!--`);
  const style = read("/page.css");
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const lines = records.map(encodeRecord).join("\n");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="content-security-policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    "<title>runstate</title>",
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    '<div id="page"></div>',
    // No browser runs or draws what has a type it does not know, and base64 has no letter that could end it.
    `<script type="application/x-runstate" id="run-document">${packed(encodeRunDocument(growing.run))}</script>`,
    `<script type="application/x-runstate" id="run-records">${packed(Buffer.from(lines))}</script>`,
    `<script type="module">${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
};

const packed = (bytes: Uint8Array): string => gzipSync(bytes).toString("base64");

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
