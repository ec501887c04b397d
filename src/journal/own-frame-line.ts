// Frames of this library say nothing about a module: they stand between every two frames that do.
const library = new URL("..", import.meta.url);
const path = decodeURIComponent(library.pathname);
const places = [library.href, /^\/[A-Za-z]:/u.test(path) ? path.slice(1).replaceAll("/", "\\") : path];

/** The first frame of a stack that is neither of this library, nor of Node, nor of a package; undefined when none is. */
export const ownFrameLine = (stack: string | undefined): string | undefined =>
  (stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /u.test(line))
    .map((line) => line.replace(/^\s+at /u, ""))
    .find(
      (frame) =>
        !/node:|[\\/]node_modules[\\/]|(?:^|\()<anonymous>/u.test(frame) &&
        !places.some((place) => frame.includes(place)),
    );
