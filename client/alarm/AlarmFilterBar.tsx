import { For, type JSX } from 'solid-js';
import { AlarmSeverity, AlarmState } from '#shared/alarm/values.ts';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import type { AlarmQuery } from './alarmQuery.ts';
import { severityTone } from './severityTone.ts';

/** Severity, state, text and "mine"; everything it sets is in the address. */
export function AlarmFilterBar(props: {
  query: AlarmQuery;
  onSearchReady: (focus: () => void) => void;
  end: JSX.Element;
}): JSX.Element {
  const filter = () => props.query.filter();
  const toggled = <Name extends string>(list: readonly Name[], name: Name): Name[] =>
    list.includes(name) ? list.filter((other) => other !== name) : [...list, name];
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterGroup label={say('filter.severity')}>
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
      </FilterGroup>
      <FilterGroup label={say('filter.state')}>
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
      </FilterGroup>
    </FilterBar>
  );
}
