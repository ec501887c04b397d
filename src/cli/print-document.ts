import * as Effect from "effect/Effect";

import type { Page } from "./page.ts";
import { paintFor } from "./paint.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";

/** Where there is no terminal to ask for its width. */
const widthOfPipes = 120;

/** Prints what a command found to stdout: as a text for people, or the same facts as one JSON document. */
export const printDocument = <Document>(
  document: Document,
  json: boolean,
  render: (document: Document, page: Page) => string,
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { stdout } = process;
    const page = { width: stdout.columns || widthOfPipes, paint: paintFor(stdout) };
    return print(stdout, `${json ? printableJson(document) : render(document, page)}\n`);
  });
