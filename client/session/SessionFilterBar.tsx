import { Show, type JSX } from 'solid-js';
import { SessionAccess, type SessionCounts } from '#shared/session/view.ts';
import { BranchFilter } from '../branch/BranchFilter.tsx';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { FilterChips } from '../ui/FilterChips.tsx';
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
  const filter = () => props.query.filter();
  const unknown = (): boolean => filter().state === 'unknown';
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterChips
        label={say('online.column.access')}
        values={SessionAccess.options}
        chosen={filter().access}
        onChoose={(access) => props.query.change({ access })}
        word={(access) => say(`online.access.${access}`)}
        count={(access) => props.counts?.[access]}
      >
        <Show when={(props.counts?.unknown ?? 0) > 0 || unknown()}>
          <Chip
            pressed={unknown()}
            onToggle={() => props.query.change({ state: unknown() ? 'all' : 'unknown' })}
            glyph="stale"
            tone="unknown"
            count={props.counts?.unknown}
          >
            {say('online.state.unknown')}
          </Chip>
        </Show>
      </FilterChips>
      <BranchFilter
        chosen={filter().branches[0]}
        onChoose={(branch) => props.query.change({ branches: branch === undefined ? [] : [branch] })}
      />
    </FilterBar>
  );
}
