import type { JSX } from 'solid-js';
import { NasState } from '#shared/nas/values.ts';
import { NasCounts } from '#shared/nas/view.ts';
import { BranchFilter } from '../branch/BranchFilter.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { FilterChips } from '../ui/FilterChips.tsx';
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
  const filter = () => props.query.filter();
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterChips
        label={say('nas.column.state')}
        values={NasState.options}
        chosen={filter().states}
        onChoose={(states) => props.query.change({ states })}
        word={(state) => say(`nas.state.${state}`)}
        look={(state) => nasLooks[state]}
        count={(state) => view.rows[0]?.fields[state]}
      />
      <BranchFilter
        chosen={filter().branches[0]}
        onChoose={(branch) => props.query.change({ branches: branch === undefined ? [] : [branch] })}
      />
    </FilterBar>
  );
}
