import type { Page } from "playwright-core";

/** What the page shows at one moment, read at once: its record, and the counts beside the run's name. */
export interface ShownState {
  readonly seq: number;
  readonly runState: string;
  readonly executions: Readonly<Record<string, number>>;
}

/** Reads what the page shows, in one turn of the page. */
export const shownState = (page: Page): Promise<ShownState> =>
  page.evaluate(() => {
    const number = (text: string | null | undefined): number => Number((text ?? "").replaceAll(",", ""));
    const counts = document.querySelectorAll('[data-counts="executions"] [data-count]');
    return {
      seq: number(document.querySelector("[data-seq]")?.getAttribute("data-seq")),
      runState: document.querySelector("[data-run-state]")?.getAttribute("data-run-state") ?? "",
      executions: Object.fromEntries(
        Array.from(counts, (element) => [element.getAttribute("data-count") ?? "", number(element.textContent)]),
      ),
    };
  });
