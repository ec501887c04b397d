/**
 * A text that is at most `room` wide: all of it, or its begin and its end with an ellipsis between, since names of
 * experiments differ at either; nothing where not even the ellipsis has room.
 */
export const fitText = (text: string, room: number, widthOf: (text: string) => number): string => {
  if (widthOf(text) <= room) return text;
  const letters = Array.from(text);
  const cut = (kept: number): string => {
    const begin = letters.slice(0, Math.ceil(kept / 2)).join("");
    return `${begin}…${letters.slice(letters.length - Math.floor(kept / 2)).join("")}`;
  };
  let [fits, tooMany] = [-1, letters.length];
  while (tooMany - fits > 1) {
    const kept = Math.floor((fits + tooMany) / 2);
    if (widthOf(cut(kept)) <= room) fits = kept;
    else tooMany = kept;
  }
  return fits === -1 ? "" : cut(fits);
};
