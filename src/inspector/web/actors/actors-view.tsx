import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { placeActors, visibleActors } from "../../view/actor-tree.ts";
import type { Route } from "../../view/route.ts";
import { hearKey } from "../key-binding.ts";
import { HelpDialog } from "../shell/help-dialog.tsx";
import type { RelaySource } from "../source/http-relay.ts";
import { treeKeys, type TreeKeyTarget } from "../tree-keys.ts";
import { TreePane } from "../tree-pane.tsx";
import { goTo } from "../use-route.ts";
import { useRunPage } from "../use-run-page.ts";
import { ActorDetail } from "./actor-detail.tsx";
import { ActorRow } from "./actor-row.tsx";
import { ActorsHeader } from "./actors-header.tsx";
import { pageKeys } from "./page-keys.ts";
import { RelayPage } from "./relay-page.ts";

type ActorsRoute = Extract<Route, { page: "actors" }>;

interface ActorsViewProps {
  readonly source: RelaySource;
  readonly route: ActorsRoute;
}

/** The actors that a relay tells of, live. */
export const ActorsView = ({ source, route }: ActorsViewProps) => {
  const page = useMemo(() => new RelayPage(source), [source]);
  useEffect(() => {
    page.follow();
    return () => page.close();
  }, [page]);
  return <Actors page={page} route={route} />;
};

const Actors = ({ page, route }: { readonly page: RelayPage; readonly route: ActorsRoute }) => {
  useRunPage(page);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState(false);
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const text = (route.filter ?? "").toLowerCase();
  const placed = useMemo(() => placeActors(page.actors.values()), [page, page.version]);
  const rows = useMemo(
    () => visibleActors(placed, (id) => closed.has(id), { text, failed }),
    [placed, closed, text, failed],
  );
  const at = rows.findIndex(({ actor }) => actor.sessionId === route.actor);
  const row = rows[at];
  const chosen = route.actor === undefined ? undefined : page.actors.get(route.actor);
  const go = (to: Partial<ActorsRoute>): void => goTo({ ...route, ...to }, "replace");
  const select = (sessionId: string | undefined): void => {
    if (sessionId !== undefined) go({ actor: sessionId });
  };
  const turn = (sessionId: string): void => {
    const next = new Set(closed);
    if (!next.delete(sessionId)) next.add(sessionId);
    setClosed(next);
  };
  const isError = ({ actor }: (typeof rows)[number]): boolean => actor.status === "error";
  const target: TreeKeyTarget = {
    step: (by) => select(rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.actor.sessionId),
    open: () => {
      if (row?.open === true) select(rows[at + 1]?.actor.sessionId);
      else if (row?.open === false) turn(row.actor.sessionId);
    },
    close: () => {
      if (row?.open === true) turn(row.actor.sessionId);
      else if (row?.actor.parent !== undefined && page.actors.has(row.actor.parent)) select(row.actor.parent);
    },
    nextFailure: () =>
      select((rows.find((each, place) => place > at && isError(each)) ?? rows.find(isError))?.actor.sessionId),
    turnFailedOnly: () => setFailed(!failed),
  };
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement) return;
      hearKey(event, pageKeys, { find: () => search.current?.focus(), help: () => setHelp(true) });
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
  return (
    <div class="shell actors">
      <ActorsHeader page={page} onHelp={() => setHelp(true)} />
      <main class="split">
        <TreePane
          label="Actors"
          find={{ placeholder: "Filter ( / )", label: "Filter by name or state" }}
          search={search}
          text={route.filter ?? ""}
          onText={(filter) => go({ filter })}
          failedOnly={failed}
          failures={page.counts.error}
          target={target}
          shown={rows.length}
          of={page.actors.size}
          at={at}
          row={(place, id) => {
            const each = rows[place];
            return (
              each !== undefined && (
                <ActorRow
                  key={each.actor.sessionId}
                  id={id}
                  row={each}
                  selected={place === at}
                  onSelect={() => select(each.actor.sessionId)}
                  onTurn={() => turn(each.actor.sessionId)}
                />
              )
            );
          }}
        />
        {chosen === undefined ? (
          <aside class="detail muted">
            {page.actors.size === 0
              ? "No actor was told of yet. They come as soon as a program tells the relay of them."
              : "Select an actor to see its statechart, its context, and what was heard of it."}
          </aside>
        ) : (
          <ActorDetail page={page} actor={chosen} onSelect={select} />
        )}
      </main>
      <HelpDialog
        parts={[{ title: "Actors", keys: [...pageKeys, ...treeKeys] }]}
        open={help}
        onClose={() => setHelp(false)}
      />
    </div>
  );
};
