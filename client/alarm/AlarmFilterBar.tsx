import { For, Show, type JSX } from 'solid-js';
import { AlarmSeverity, AlarmState } from '#shared/alarm/values.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import type { AlarmQuery } from './alarmQuery.ts';
import '../ui/filterBar.css';
import { severityTone } from './severityTone.ts';

/** Severity, state, text and "mine"; everything it sets is in the address. */
export function AlarmFilterBar(props: { query: AlarmQuery; onSearchReady: (focus: () => void) => void }): JSX.Element {
  const filter = () => props.query.filter();
  const toggled = <Name extends string>(list: readonly Name[], name: Name): Name[] =>
    list.includes(name) ? list.filter((other) => other !== name) : [...list, name];
  return (
    <div class="filter-bar" role="search">
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <div class="filter-group" role="group" aria-label={say('filter.severity')}>
        <For each={AlarmSeverity.options}>
          {(severity) => (
            <Chip
              pressed={filter().severities.includes(severity)}
              onToggle={() => props.query.change({ severities: toggled(filter().severities, severity) })}
              glyph={severity}
              tone={severityTone[severity]}
            >
              {say(`severity.${severity}`)}
            </Chip>
          )}
        </For>
      </div>
      <div class="filter-group" role="group" aria-label={say('filter.state')}>
        <For each={AlarmState.options}>
          {(state) => (
            <Chip
              pressed={filter().states.includes(state)}
              onToggle={() => props.query.change({ states: toggled(filter().states, state) })}
              glyph={state}
            >
              {say(`state.${state}`)}
            </Chip>
          )}
        </For>
        <Chip pressed={filter().mine} onToggle={() => props.query.change({ mine: !filter().mine })} glyph="person">
          {say('filter.mine')}
        </Chip>
      </div>
      <Show when={props.query.narrowed()}>
        <Button look="quiet" onClick={() => props.query.clear()}>
          {say('filter.clear')}
        </Button>
      </Show>
    </div>
  );
}
