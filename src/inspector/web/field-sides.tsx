/** A field before and after, as JSON. */
export const FieldSides = ({ before, after }: { readonly before: unknown; readonly after: unknown }) => (
  <div class="sides">
    <Side title="before" value={before} />
    <Side title="after" value={after} />
  </div>
);

const Side = ({ title, value }: { readonly title: string; readonly value: unknown }) => (
  <div data-side={title}>
    <h3>{title}</h3>
    <pre class="code">{value === undefined || value === null ? "not there" : JSON.stringify(value, undefined, 2)}</pre>
  </div>
);
