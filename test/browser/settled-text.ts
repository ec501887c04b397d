import type { Page } from "playwright-core";

/** What a reader sees, when it stays as it is: what is asked for one by one comes one by one. */
export const settledText = async (page: Page): Promise<string> => {
  let [text, same] = ["", 0];
  while (same < 4) {
    await page.waitForTimeout(50);
    const now = await page.locator(".shell").innerText();
    same = now === text ? same + 1 : 0;
    text = now;
  }
  return text;
};
