import { useState } from "preact/hooks";

import { chooseTheme, currentTheme, themes } from "../theme.ts";

/** Goes from the theme of the system to light, to dark, and back. */
export const ThemeButton = () => {
  const [theme, setTheme] = useState(currentTheme);
  const turn = (): void => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <button type="button" class="quiet" onClick={turn} title="Theme: of the system, light or dark">
      {theme} theme
    </button>
  );
};
