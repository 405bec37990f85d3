import { createMemo, createResource, Show, type JSX } from 'solid-js';
import { CustomerLabels } from '#shared/customer/list.ts';
import { BranchFilter } from '../branch/BranchFilter.tsx';
import { getJson } from '../shell/api.ts';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { FilterChips } from '../ui/FilterChips.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import type { CustomerQuery } from './customerQuery.ts';

/** Labels shown as chips; the others are found by typing them with #. */
const MOST_LABELS = 8;

/** Text, labels in use, branch, archived. */
export function CustomerFilterBar(props: {
  query: CustomerQuery;
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const [known] = createResource(() => getJson('/api/customers/labels', CustomerLabels).catch(() => []));
  const labels = createMemo(() => [...new Set([...props.query.labels(), ...(known() ?? []).slice(0, MOST_LABELS)])]);
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('customer.search')}
        text={props.query.text()}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <BranchFilter chosen={props.query.branch()} onChoose={(branch) => props.query.change({ branch: branch ?? '' })} />
      <Show when={labels().length > 0}>
        <FilterChips
          label={say('customer.column.labels')}
          values={labels()}
          chosen={props.query.labels()}
          onChoose={(chosen) => props.query.change({ labels: chosen })}
          word={(label) => label}
        />
      </Show>
      <Chip pressed={props.query.archived()} onToggle={() => props.query.change({ archived: !props.query.archived() })}>
        {say('customer.archivedOnly')}
      </Chip>
    </FilterBar>
  );
}
