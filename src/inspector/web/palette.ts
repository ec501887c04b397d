/** The colours of the theme, as a canvas needs them. */
export interface Palette {
  readonly states: readonly string[];
  readonly fg: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly bg: string;
  readonly card: string;
}

let read: Palette | undefined;

/** The palette of now; read once per theme, as asking for computed styles in every frame cost a third of them. */
export const palette = (): Palette => (read ??= readPalette());

/** Has the palette read anew, and what was drawn with it drawn again: the theme changed. */
export const forgetPalette = (): void => {
  read = undefined;
  for (const draw of drawn) draw();
};

const drawn = new Set<() => void>();

/** Calls `draw` whenever there is a new palette, until the returned function is called. */
export const onNewPalette = (draw: () => void): (() => void) => {
  drawn.add(draw);
  return () => drawn.delete(draw);
};

/** `light-dark()` is resolved where a colour is used, so each is used once. */
const readPalette = (): Palette => {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    states: ["--ns", "--ip", "--ok", "--bad"].map(colour),
    fg: colour("--fg"),
    muted: colour("--muted"),
    line: colour("--line"),
    accent: colour("--accent"),
    bg: colour("--bg"),
    card: colour("--card"),
  };
  probe.remove();
  return found;
};
