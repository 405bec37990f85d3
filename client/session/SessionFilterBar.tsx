import { For, Show, type JSX } from 'solid-js';
import { SessionAccess, type SessionCounts } from '#shared/session/view.ts';
import type { BranchId } from '#shared/values/ids.ts';
import { createBranches } from '../branch/branches.ts';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import type { SessionQuery } from './sessionQuery.ts';

/** Text, how it comes in, what is unknown, branch. */
export function SessionFilterBar(props: {
  query: SessionQuery;
  counts: SessionCounts | undefined;
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const branches = createBranches();
  const filter = () => props.query.filter();
  const toggle = (access: SessionAccess): SessionAccess[] =>
    filter().access.includes(access) ? filter().access.filter((one) => one !== access) : [...filter().access, access];
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterGroup label={say('online.column.access')}>
        <For each={SessionAccess.options}>
          {(access) => (
            <Show when={(props.counts?.[access] ?? 0) > 0 || filter().access.includes(access)}>
              <Chip
                pressed={filter().access.includes(access)}
                onToggle={() => props.query.change({ access: toggle(access) })}
                count={props.counts?.[access]}
              >
                {say(`online.access.${access}`)}
              </Chip>
            </Show>
          )}
        </For>
        <Show when={(props.counts?.unknown ?? 0) > 0 || filter().state === 'unknown'}>
          <Chip
            pressed={filter().state === 'unknown'}
            onToggle={() => props.query.change({ state: filter().state === 'unknown' ? 'all' : 'unknown' })}
            glyph="stale"
            tone="unknown"
            count={props.counts?.unknown}
          >
            {say('online.state.unknown')}
          </Chip>
        </Show>
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
