/**
 * What became of a field's place among its siblings: `position 0 → 3`.
 *
 * A field can move past another and have the number it had: when `id, text, answer, prompt` become `id, prompt, answer`,
 * the answer is behind the prompt, and third as before.
 */
export const describeMove = (before: number | undefined, after: number | undefined): string =>
  before === after ? `moved past others, position ${after ?? "?"}` : `position ${before ?? "?"} → ${after ?? "?"}`;
