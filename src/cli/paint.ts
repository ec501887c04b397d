import { styleText } from "node:util";

/** The few styles the command line uses, by meaning. */
export type Ink = "good" | "bad" | "busy" | "quiet" | "strong";

/** Colours a text, or leaves it as it is. */
export type Paint = (ink: Ink, text: string) => string;

/** No colours: pipes, files and tests. */
export const noPaint: Paint = (_, text) => text;

const formats = { good: "green", bad: "red", busy: "yellow", quiet: "dim", strong: "bold" } as const;

/** Colours for a stream: none when it is no terminal or NO_COLOR is set, always with FORCE_COLOR. */
export const paintFor =
  (stream: NodeJS.WritableStream): Paint =>
  (ink, text) =>
    text === "" ? text : styleText(formats[ink], text, { stream });
