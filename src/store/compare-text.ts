/** The order of two texts by their code points, which is that of their UTF-8 bytes; `<` goes by halves of pairs. */
export const compareText = (a: string, b: string): number => {
  for (let at = 0; at < Math.min(a.length, b.length); at++)
    // Pairs that differ in their second half only are in the order of that.
    if (a.charCodeAt(at) !== b.charCodeAt(at)) return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
  return a.length - b.length;
};
