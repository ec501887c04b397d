import { useState } from "preact/hooks";

import { type ExperimentPath, experimentKey } from "../../workflow/experiment-key.ts";
import { foldPath } from "../view/fold-path.ts";

/** The key of a path; of a long one its ends, until all of it is asked for. */
export const PathName = ({ path }: { readonly path: ExperimentPath }) => {
  const [isWhole, setWhole] = useState(false);
  const folded = foldPath(path);
  if (folded === undefined) return <>{experimentKey(path)}</>;
  const turn = (
    <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
      {isWhole ? "show its ends" : `… ${folded.between} more …`}
    </button>
  );
  return isWhole ? (
    <>
      {experimentKey(path)} {turn}
    </>
  ) : (
    <>
      {folded.begin}_ {turn} _{folded.end}
    </>
  );
};
