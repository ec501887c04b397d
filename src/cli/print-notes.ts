import * as Effect from "effect/Effect";

import { complaint } from "./complaint.ts";
import { print } from "./print.ts";

/** Says on stderr what is to be known about what stands on stdout. */
export const printNotes = (notes: readonly string[]): Effect.Effect<void> =>
  Effect.forEach(notes, (note) => print(process.stderr, complaint(note)), { discard: true });
