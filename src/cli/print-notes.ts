import * as Effect from "effect/Effect";

import { complaint } from "./complaint.ts";
import { printMessage } from "./print.ts";

/** Says on stderr what is to be known about what stands on stdout. */
export const printNotes = (notes: readonly string[]): Effect.Effect<void> =>
  Effect.forEach(notes, (note) => printMessage(complaint(note)), { discard: true });
