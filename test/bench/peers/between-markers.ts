/** The text with what stands between `<!-- name:begin -->` and `<!-- name:end -->` replaced; the rest is left as it is. */
export const betweenMarkers = (text: string, name: string, part: string): string => {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`there is no part from "${begin}" to "${end}"`);
  if (text.includes(begin, from + 1) || text.includes(end, to + 1))
    throw new Error(`the part "${name}" is there twice`);
  return `${text.slice(0, from + begin.length)}\n${part}\n${text.slice(to)}`;
};
