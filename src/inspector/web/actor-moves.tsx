import { countOf, formatCount } from "../../text/format-count.ts";
import { formatTimeOfDay } from "../../text/format-when.ts";
import type { ActorMove } from "../protocol/api.ts";

interface ActorMovesProps {
  /** Oldest first. */
  readonly moves: readonly ActorMove[];
  /** Shows the run as of a record. */
  readonly onSeq: (seq: number) => void;
}

const mostMoves = 50;

/** What an actor went through, the last first; each leads to the record of the run it happened at. */
export const ActorMoves = ({ moves, onSeq }: ActorMovesProps) => (
  <details class="moves">
    <summary>{countOf(moves.length, "move")}</summary>
    <ol reversed start={moves.length}>
      {moves
        .slice(-mostMoves)
        .toReversed()
        .map(({ seq, at, event, value }, place) => (
          <li key={moves.length - place}>
            <span class="number muted">{formatTimeOfDay(at)}</span> → {JSON.stringify(value)}{" "}
            <span class="muted">by {event},</span>{" "}
            <button type="button" class="link" onClick={() => onSeq(seq)}>
              record {formatCount(seq)}
            </button>
          </li>
        ))}
    </ol>
    {moves.length > mostMoves && <p class="muted">{formatCount(moves.length - mostMoves)} before these</p>}
  </details>
);
