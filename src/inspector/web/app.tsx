import { useEffect, useState } from "preact/hooks";

import { ActorsView } from "./actors/actors-view.tsx";
import type { RelaySource } from "./source/http-relay.ts";
import type { Source } from "./source/source.ts";
import { RunPage } from "./run-page.ts";
import { RunShell } from "./shell/run-shell.tsx";
import { useRoute } from "./use-route.ts";
import { CompareView } from "./views/compare-view.tsx";
import { RunsView } from "./views/runs-view.tsx";

interface AppProps {
  readonly source: Source;
  /** Where the actors of a relay come from; absent of a page that holds its run itself. */
  readonly relay: RelaySource | undefined;
}

/** The whole page. */
export const App = ({ source, relay }: AppProps) => {
  const route = useRoute();
  if (route.page === "actors" && relay !== undefined) return <ActorsView source={relay} route={route} />;
  if (route.page === "compare" && route.a !== undefined && route.b !== undefined)
    return <CompareView source={source} a={route.a} b={route.b} left={route.left} right={route.right} />;
  if (route.page !== "run") return <RunsView source={source} />;
  return <OpenedRun key={route.runId} source={source} route={route} />;
};

type Opened = { readonly page: RunPage } | { readonly failed: string } | undefined;

const OpenedRun = ({
  source,
  route,
}: {
  readonly source: Source;
  readonly route: Parameters<typeof RunShell>[0]["route"];
}) => {
  const { runId } = route;
  const [opened, setOpened] = useState<Opened>(undefined);
  useEffect(() => {
    let current: RunPage | undefined;
    let gone = false;
    const open = async (): Promise<void> => {
      try {
        const run = await source.open(runId);
        if (gone) return;
        current?.close();
        current = new RunPage(source, runId, run);
        current.follow(() => void open());
        setOpened({ page: current });
      } catch (thrown) {
        if (!gone) setOpened({ failed: thrown instanceof Error ? thrown.message : String(thrown) });
      }
    };
    void open();
    return () => {
      gone = true;
      current?.close();
    };
  }, [source, runId]);
  if (opened === undefined) return <p class="notice">Opening {runId} …</p>;
  if ("failed" in opened)
    return (
      <p class="notice" role="alert">
        {runId} cannot be shown: {opened.failed.replace(/\.?$/u, ".")} <a href="#/runs">See all runs</a>
      </p>
    );
  return <RunShell page={opened.page} route={route} />;
};
