/** A config read from a text: its sections, and where in the text each part stands. */
import type { TextPosition } from "../error.ts";
import type { LooseEntries } from "./config-entries.ts";

/** A config read from a text; give it wherever a config is taken, and errors name line and column. */
export interface ConfigDocument {
  readonly _tag: "ConfigDocument";
  /** Modules to experiments to params: Maps and pairs, so that order and any name are kept. */
  readonly sections: ReadonlyMap<string, unknown> | LooseEntries;
  /** Where the value at a path of names and list indexes begins; the nearest known ancestor when it has no place. */
  readonly locate: (path: readonly (string | number)[]) => TextPosition | undefined;
}

/** Tells a document from a config object: a module is never a text, so no config has this `_tag`. */
export const isConfigDocument = (input: unknown): input is ConfigDocument =>
  typeof input === "object" && input !== null && "_tag" in input && input._tag === "ConfigDocument";
