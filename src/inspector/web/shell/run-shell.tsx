import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { RunPage } from "../run-page.ts";
import { useRunPage } from "../use-run-page.ts";
import { goTo } from "../use-route.ts";
import type { RunRoute, ViewProps } from "../views/view.ts";
import { views } from "../views/views.ts";
import { HelpDialog, type HelpPart } from "./help-dialog.tsx";
import { RunHeader } from "./run-header.tsx";
import { runKeys } from "./run-keys.ts";
import { TimeSlider } from "./time-slider.tsx";
import { useRunKeys } from "./use-run-keys.ts";

/** The keys that work everywhere, then those of single views. */
const helpParts: readonly HelpPart[] = [
  { title: "Everywhere", keys: runKeys },
  ...views.flatMap(({ title, keys }) => (keys === undefined ? [] : [{ title, keys }])),
];

/** Where not all tabs have room, the chosen one is in the middle. */
const showChosen = (tabs: HTMLElement | null): void => {
  const chosen = tabs?.querySelector<HTMLElement>("[aria-current]");
  if (!tabs || !chosen) return;
  tabs.scrollLeft = chosen.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - chosen.offsetWidth) / 2;
};

/** A run: its header, the tabs, the view that is chosen, and the slider over its records. */
export const RunShell = ({ page, route }: { readonly page: RunPage; readonly route: RunRoute }) => {
  useRunPage(page);
  const { seq } = route;
  // Before the next event is heard: a later effect would take the page back from where the slider went meanwhile.
  useLayoutEffect(() => page.stand(seq), [page, seq]);
  const go: ViewProps["go"] = (to, how) => goTo({ ...route, ...to }, how);
  const stand = (to: number | undefined): void => {
    page.stand(to);
    const { seq: _, ...rest } = route;
    goTo(to === undefined ? rest : { ...rest, seq: to }, "replace");
  };
  const [help, setHelp] = useState(false);
  useRunKeys({ page, go, stand, onHelp: () => setHelp(true) });
  const tabs = useRef<HTMLElement>(null);
  const view = views.find(({ id }) => id === route.view) ?? views[0];
  useLayoutEffect(() => showChosen(tabs.current), [view?.id]);
  if (view === undefined) return null;
  const Chosen = view.component;
  return (
    <div class="shell">
      <RunHeader page={page} onHelp={() => setHelp(true)} />
      <nav class="tabs" aria-label="Views" ref={tabs}>
        {views.map(({ id, title, key }) => (
          <button
            key={id}
            type="button"
            class={id === view.id ? "tab on" : "tab"}
            aria-current={id === view.id ? "page" : undefined}
            title={`${title} (${key})`}
            data-view={id}
            onClick={() => go({ view: id })}
          >
            {title}
          </button>
        ))}
      </nav>
      <main class="view" data-view={view.id} tabIndex={0}>
        <Chosen page={page} route={route} go={go} />
      </main>
      <TimeSlider page={page} stand={stand} />
      <HelpDialog parts={helpParts} open={help} onClose={() => setHelp(false)} />
    </div>
  );
};
