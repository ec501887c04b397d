import * as Effect from "effect/Effect";

import type { OutputError } from "./output-error.ts";
import type { Page } from "./page.ts";
import { pageOf } from "./page-of.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";

/** Prints what a command found to stdout: as a text for people, or the same facts as one JSON document. */
export const printDocument = <Document>(
  document: Document,
  json: boolean,
  render: (document: Document, page: Page) => string,
): Effect.Effect<void, OutputError> =>
  Effect.suspend(() => {
    const text = json ? printableJson(document) : render(document, pageOf(process.stdout));
    return print(`${text}\n`);
  });
