import type { NotStorable } from "../../store-error.ts";
import type { Slot } from "./slot.ts";
import type { Step } from "./value-path.ts";

/** One object of a value in the table: a plain object as itself, everything else as a list that begins with a tag. */
export type Node = Readonly<Record<string, Slot>> | readonly [tag: string, ...content: unknown[]];

/** What writing the node of one object needs of the whole. */
export interface NodeWriter {
  slot(member: unknown, step: Step): Slot;
  /** Asks for a place for bytes; told when all are known. */
  memory(
    buffer: ArrayBufferLike,
    extent: { readonly start: number; readonly end: number; readonly whole: boolean },
    place: (segment: number, offset: number) => void,
  ): void;
  /** The error that says why the object, or the member at `step`, cannot be stored. */
  refusal(reason: string, remedy?: string, step?: Step): NotStorable;
}

/** What reading a node needs of the whole. */
export interface NodeReader {
  value(slot: unknown): unknown;
  /** The memory of a segment; the same for everyone who asks. */
  memory(segment: unknown): ArrayBuffer;
}

/** An object without those of its members that are objects themselves, and how to fill them in once all are there. */
export interface Shell {
  readonly made: object;
  readonly fill?: (() => void) | undefined;
}

/** How objects of one kind are written and read. */
export interface NodeKind {
  readonly tags: readonly string[];
  /** The prototypes of the objects of this kind. */
  readonly prototypes: readonly (object | null)[];
  write(value: object, writer: NodeWriter): Node;
  /** Checks all it uses: a node may come from a foreign file. */
  read(node: readonly unknown[], reader: NodeReader): Shell;
}
