import type { ViewProps } from "./views/view.ts";

/** The field in which records are looked for; what is in it is part of the address. */
export const RecordSearch = ({ route, go }: Pick<ViewProps, "route" | "go">) => (
  <input
    type="search"
    class="search"
    placeholder="Filter"
    aria-label="Filter by path, type or note"
    value={route.filter ?? ""}
    onInput={({ currentTarget }) => go({ filter: currentTarget.value }, "replace")}
  />
);
