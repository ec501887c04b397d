import { useState } from "preact/hooks";

import { forgetPalette } from "../palette.ts";

const themes = ["system", "light", "dark"] as const;

/** Goes from the theme of the system to light, to dark, and back. */
export const ThemeButton = () => {
  const [theme, setTheme] = useState<(typeof themes)[number]>("system");
  const turn = (): void => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    forgetPalette();
    setTheme(next);
    // Canvases are drawn again for it.
    dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return (
    <button type="button" class="quiet" onClick={turn} title="Theme: of the system, light or dark">
      {theme} theme
    </button>
  );
};
