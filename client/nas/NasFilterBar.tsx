import { For, Show, type JSX } from 'solid-js';
import { NasState } from '#shared/nas/values.ts';
import { NasCounts } from '#shared/nas/view.ts';
import type { BranchId } from '#shared/values/ids.ts';
import { createBranches } from '../branch/branches.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import { nasLooks } from './nasLooks.ts';
import type { NasQuery } from './nasQuery.ts';

/** Text, states with their live counts, branch. */
export function NasFilterBar(props: {
  query: NasQuery;
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const view = createLiveView(useLive(), () => ({ view: 'nas.counts' }) as const, NasCounts);
  const counts = (): NasCounts | undefined => view.rows[0]?.fields;
  const branches = createBranches();
  const filter = () => props.query.filter();
  const toggle = (state: NasState): NasState[] =>
    filter().states.includes(state) ? filter().states.filter((one) => one !== state) : [...filter().states, state];
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterGroup label={say('nas.column.state')}>
        <For each={NasState.options}>
          {(state) => (
            <Show when={(counts()?.[state] ?? 0) > 0 || filter().states.includes(state)}>
              <Chip
                pressed={filter().states.includes(state)}
                onToggle={() => props.query.change({ states: toggle(state) })}
                glyph={nasLooks[state].glyph}
                tone={nasLooks[state].tone}
                count={counts()?.[state]}
              >
                {say(`nas.state.${state}`)}
              </Chip>
            </Show>
          )}
        </For>
      </FilterGroup>
      <Show when={(branches.data()?.length ?? 0) > 1}>
        <select
          aria-label={say('nas.column.branch')}
          value={filter().branches[0] ?? ''}
          onChange={({ currentTarget }) =>
            props.query.change({ branches: currentTarget.value === '' ? [] : [currentTarget.value as BranchId] })
          }
        >
          <option value="">{say('admin.allBranches')}</option>
          <For each={branches.data()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
      </Show>
    </FilterBar>
  );
}
