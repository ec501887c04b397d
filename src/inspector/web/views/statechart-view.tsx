import { lifecycleStates } from "../../../../machines/lifecycle.ts";
import { formatCount } from "../../../text/format-count.ts";
import { builtInCharts } from "../../chart/built-in-charts.ts";
import type { ActorView } from "../../protocol/api.ts";
import type { Counts } from "../../protocol/run-fold.ts";
import { lastMoveOfExecution, lastMoveOfExperiment, lastMoveOfRun } from "../../view/last-move.ts";
import { stateVisits } from "../../view/state-visits.ts";
import { ActorMoves } from "../actor-moves.tsx";
import { PathName } from "../path-name.tsx";
import { StateMark } from "../shell/state-mark.tsx";
import { Statechart } from "../statechart.tsx";
import { useRemote } from "../use-remote.ts";
import type { ViewProps } from "./view.ts";

/** The machines of the run, of the selected experiment and execution, and of actors of the user's: each in the state it was in. */
export const StatechartView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const execution = route.selected ?? 0;
  const { experiment, moduleName, experimentName } = fold.plan.execution(execution);
  // Live actors move without a record; they are asked for again whenever one comes.
  const actors = useRemote(`${page.runId}/actors/${page.run.length}`, () => page.source.actors(page.runId));
  return (
    <div class="text-view charts">
      <section>
        <h2>
          Run <StateMark state={fold.state} label />
        </h2>
        <Statechart
          chart={builtInCharts.run}
          active={activeIn("run", fold.state)}
          move={lastMoveOfRun(fold)}
          label={`The run is ${fold.state}`}
        />
      </section>
      <section>
        <h2>
          Experiment <StateMark state={fold.experimentState(experiment)} label />{" "}
          <span class="muted">
            <PathName key={experiment} path={fold.plan.experiment(experiment).path} />
          </span>
        </h2>
        <Statechart
          chart={builtInCharts.experiment}
          active={activeIn("experiment", fold.experimentState(experiment))}
          move={lastMoveOfExperiment(fold, experiment)}
          visits={visitsOf("experiment", fold.experiments)}
          label={`The experiment is ${fold.experimentState(experiment)}`}
        />
      </section>
      <section>
        <h2>
          Module execution <StateMark state={fold.executionState(execution)} label />{" "}
          <span class="muted">
            {moduleName}[{experimentName}]
          </span>
        </h2>
        <Statechart
          chart={builtInCharts.module}
          active={activeIn("module", fold.executionState(execution))}
          move={lastMoveOfExecution(fold, execution)}
          visits={visitsOf("module", fold.executions)}
          label={`The execution is ${fold.executionState(execution)}`}
        />
      </section>
      {actors.state === "here" &&
        actors.value.actors.map((actor) => (
          <UserActor
            key={actor.sessionId}
            actor={actor}
            seq={page.live ? undefined : page.seq}
            onSeq={(seq) => go({ seq })}
          />
        ))}
    </div>
  );
};

const activeIn = (machine: string, state: string): ReadonlySet<string> => new Set([machine, `${machine}.${state}`]);

/** How many things of this kind are in each state now. */
const visitsOf = (machine: string, counts: Counts): ReadonlyMap<string, string> =>
  new Map(lifecycleStates.map((state) => [`${machine}.${state}`, formatCount(counts[state])]));

interface UserActorProps {
  readonly actor: ActorView;
  /** The record up to which it is shown; all it did when absent. */
  readonly seq: number | undefined;
  readonly onSeq: (seq: number) => void;
}

const UserActor = ({ actor, seq, onSeq }: UserActorProps) => {
  const moves = seq === undefined ? actor.moves : actor.moves.filter((each) => each.seq <= seq);
  const [before, move] = [moves.at(-2), moves.at(-1)];
  const value = move === undefined ? "not there yet" : JSON.stringify(move.value);
  const visits = new Map(Array.from(stateVisits(moves), ([id, count]) => [id, `× ${formatCount(count)}`]));
  return (
    <section data-actor={actor.id}>
      <h2>
        {actor.id} <span class="muted">{value}</span>
      </h2>
      {actor.chart === undefined ? (
        <p class="muted">Its chart is being drawn.</p>
      ) : (
        <Statechart
          chart={actor.chart}
          active={new Set(move?.active)}
          move={move && before && { event: move.event, before: before.active }}
          visits={visits}
          label={`${actor.id} is in ${value}`}
        />
      )}
      {moves.length > 0 && <ActorMoves moves={moves} onSeq={onSeq} />}
    </section>
  );
};
