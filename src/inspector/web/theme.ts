import { forgetPalette } from "./palette.ts";

/** The themes there are, in the order they are gone through. */
export const themes = ["system", "light", "dark"] as const;

/** What the page is coloured by: the system's choice, or the reader's own. */
export type Theme = (typeof themes)[number];

/** The theme the page has now. */
export const currentTheme = (): Theme => themeOf(document.documentElement.dataset["theme"]);

/** Gives the page a theme, and keeps it for the next time where the browser keeps anything. */
export const chooseTheme = (theme: Theme): void => {
  show(theme);
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // It holds until the page is closed, then.
  }
};

/** Gives the page the theme that was chosen before. */
export const restoreTheme = (): void => show(keptTheme());

const storageKey = "runstate-theme";

const keptTheme = (): Theme => {
  // Whoever refuses storage, or has none for pages from a disk, throws as soon as it is asked for.
  try {
    return themeOf(localStorage.getItem(storageKey));
  } catch {
    return "system";
  }
};

const themeOf = (text: string | null | undefined): Theme => themes.find((theme) => theme === text) ?? "system";

const show = (theme: Theme): void => {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  forgetPalette();
};
