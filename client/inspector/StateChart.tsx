import { createSignal, For, Show, type JSX } from 'solid-js';
import type { ChartState } from '#shared/inspector/view.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import { ChartArrows } from './ChartArrows.tsx';
import { chartLines, pathTo, shortEvent } from './chartShape.ts';
import './stateChart.css';

/**
 * A machine as nested boxes. Each state lists what it reacts to; arrows are drawn for one state at a time (the present
 * one, or the one looked at), because all at once are a knot nobody can read.
 */
export function StateChart(props: { chart: ChartState; kind: string; current: string | undefined }): JSX.Element {
  const [looked, setLooked] = createSignal<string>();
  const [board, setBoard] = createSignal<HTMLDivElement>();
  const active = (): readonly string[] => (props.current === undefined ? [] : pathTo(props.chart, props.current));
  const from = (): string | undefined => looked() ?? props.current;
  return (
    <div
      class="chart"
      ref={setBoard}
      role="group"
      aria-label={say('chart.label', { state: props.current ?? say('chart.unknown') })}
    >
      <Show when={props.chart.transitions.length > 0}>
        <div class="chart-anywhere">
          <span class="faint">{say('chart.anywhere')}</span>
          <Lines state={props.chart} kind={props.kind} />
        </div>
      </Show>
      <div class="chart-row">
        <For each={props.chart.children}>
          {(child) => <StateBox state={child} kind={props.kind} active={active()} onLook={setLooked} />}
        </For>
      </div>
      <ChartArrows board={board()} chart={props.chart} from={from()} />
    </div>
  );
}

interface StateBoxProps {
  readonly state: ChartState;
  readonly kind: string;
  /** The present state and those around it. */
  readonly active: readonly string[];
  readonly onLook: (name: string | undefined) => void;
}

function StateBox(props: StateBoxProps): JSX.Element {
  const isCurrent = (): boolean => props.active.at(-1) === props.state.name;
  return (
    <section
      class="chart-state"
      classList={{
        current: isCurrent(),
        within: props.active.includes(props.state.name) && !isCurrent(),
        compound: props.state.children.length > 0,
      }}
      data-state={props.state.name}
      aria-current={isCurrent() ? 'step' : undefined}
      tabIndex={0}
      onPointerOver={(event) => {
        event.stopPropagation();
        props.onLook(props.state.name);
      }}
      onPointerLeave={() => props.onLook(undefined)}
      onFocus={() => props.onLook(props.state.name)}
      onBlur={() => props.onLook(undefined)}
    >
      <h4>
        <Show when={props.state.initial}>
          <span class="chart-initial" title={say('chart.initial')} />
        </Show>
        {props.state.name}
        <Show when={isCurrent()}>
          <span class="chart-now">
            <Glyph name="acknowledged" />
            {say('chart.current')}
          </span>
        </Show>
        <Show when={props.state.final}>
          <span class="faint">{say('chart.final')}</span>
        </Show>
      </h4>
      <Lines state={props.state} kind={props.kind} />
      <Show when={props.state.children.length > 0}>
        <div class="chart-row">
          <For each={props.state.children}>
            {(child) => <StateBox state={child} kind={props.kind} active={props.active} onLook={props.onLook} />}
          </For>
        </div>
      </Show>
    </section>
  );
}

function Lines(props: { state: ChartState; kind: string }): JSX.Element {
  return (
    <ul class="chart-lines">
      <For each={chartLines(props.state.transitions)}>
        {(line) => (
          <li>
            <span class="mono">{shortEvent(line.event, props.kind)}</span>
            <Show when={line.guards.length > 0}>
              <span class="faint chart-guard" title={line.guards.join(', ')}>
                {say('chart.guarded')}
              </span>
            </Show>
            <Show when={line.targets.length > 0} fallback={<span class="faint">{say('chart.stays')}</span>}>
              <span class="chart-target">→ {line.targets.join(' | ')}</span>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
