import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const folder = new URL("../../../dist/page/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");

describe("the built page", () => {
  test("is three files", () => {
    expect(readdirSync(folder).toSorted()).toEqual(["index.html", "page.css", "page.js"]);
  });

  test("is 60 KB of gzip at most, script and style together", () => {
    const bytes = gzipSync(read("page.js"), { level: 9 }).length + gzipSync(read("page.css"), { level: 9 }).length;
    console.log(`the page: ${(bytes / 1000).toFixed(1)} KB of gzip`);
    expect(bytes).toBeLessThanOrEqual(60_000);
  });

  test("names no address that it could fetch from", () => {
    const addresses = ["page.js", "page.css", "index.html"]
      .flatMap((name) => Array.from(read(name).matchAll(/(?:https?|wss?):\/\/[^\s"'`)]+/gu), ([address]) => address))
      // What says that an element is SVG or MathML is a name, and nobody fetches it.
      .filter((address) => !address.startsWith("http://www.w3.org/"));
    expect(addresses).toEqual([]);
  });

  test("holds nothing that lays out statecharts", () => {
    expect(read("page.js")).not.toContain("org.eclipse.elk");
  });
});
