/** A stretch of wall time, in ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The parts of a span in which its process lived: what was in progress when it died is so until the resume, and nobody worked on it. */
export const activeSpans = (span: Span, pauses: readonly Span[]): readonly Span[] => {
  const parts: Span[] = [];
  let { from } = span;
  for (const pause of pauses) {
    if (pause.to <= from || pause.from >= span.to) continue;
    if (pause.from > from) parts.push({ from, to: pause.from });
    from = Math.min(span.to, pause.to);
  }
  if (from < span.to || parts.length === 0) parts.push({ from, to: span.to });
  return parts;
};
