import { Show, type JSX } from 'solid-js';
import type { AlarmRow, AlarmSort } from '#shared/alarm/view.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { say, sayCount } from '../words/words.ts';
import type { AlarmSelection } from './alarmSelection.ts';

/** Column names; those the server can sort by are buttons. */
export function AlarmTableHead(props: {
  sort: AlarmSort;
  onSort: (sort: AlarmSort) => void;
  selection: AlarmSelection;
  /** How many rows are loaded. */
  count: number;
  loaded: () => readonly AlarmRow[];
}): JSX.Element {
  const all = (): boolean => props.selection.size() > 0 && props.loaded().every(({ id }) => props.selection.has(id));
  const byTime = (): AlarmSort => (props.sort === 'newest' ? 'oldest' : 'newest');
  return (
    <div class="alarm-grid alarm-head" role="row">
      <span role="columnheader" class="cell-select">
        <input
          type="checkbox"
          aria-label={sayCount('alarm.selectLoaded', props.count)}
          title={sayCount('alarm.selectLoaded', props.count)}
          checked={all()}
          onChange={() => (all() ? props.selection.clear() : props.selection.add(props.loaded()))}
        />
      </span>
      <SortButton
        name={say('column.severity')}
        active={props.sort === 'severity'}
        onSort={() => props.onSort('severity')}
      />
      <span role="columnheader">{say('column.state')}</span>
      <SortButton name={say('column.source')} active={props.sort === 'source'} onSort={() => props.onSort('source')} />
      <span role="columnheader">{say('column.text')}</span>
      <span role="columnheader" class="cell-branch">
        {say('column.branch')}
      </span>
      <SortButton
        name={say('column.raised')}
        active={props.sort === 'newest' || props.sort === 'oldest'}
        ascending={props.sort === 'oldest'}
        onSort={() => props.onSort(byTime())}
      />
      <span role="columnheader" class="cell-count">
        {say('column.count')}
      </span>
      <span role="columnheader">{say('column.owner')}</span>
    </div>
  );
}

function SortButton(props: { name: string; active: boolean; ascending?: boolean; onSort: () => void }): JSX.Element {
  return (
    <span
      role="columnheader"
      aria-sort={props.active ? (props.ascending === true ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" class="sort" onClick={() => props.onSort()}>
        {props.name}
        <Show when={props.active}>
          <Glyph name={props.ascending === true ? 'up' : 'down'} />
        </Show>
      </button>
    </span>
  );
}
