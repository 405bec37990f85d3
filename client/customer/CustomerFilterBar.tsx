import { createResource, For, Show, type JSX } from 'solid-js';
import { CustomerLabels } from '#shared/customer/list.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson } from '../shell/api.ts';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
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
  const branches = createBranches();
  const [known] = createResource(() => getJson('/api/customers/labels', CustomerLabels).catch(() => []));
  const labels = (): string[] => [...new Set([...props.query.labels(), ...(known() ?? []).slice(0, MOST_LABELS)])];
  const toggle = (label: string): void => {
    const chosen = props.query.labels();
    props.query.change({
      labels: chosen.includes(label) ? chosen.filter((one) => one !== label) : [...chosen, label],
    });
  };
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('customer.search')}
        text={props.query.text()}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <Show when={(branches.data()?.length ?? 0) > 1}>
        <select
          aria-label={say('customer.column.branch')}
          value={props.query.branch() ?? ''}
          onChange={({ currentTarget }) => props.query.change({ branch: currentTarget.value })}
        >
          <option value="">{say('admin.allBranches')}</option>
          <For each={branches.data()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
      </Show>
      <Show when={labels().length > 0}>
        <FilterGroup label={say('customer.column.labels')}>
          <For each={labels()}>
            {(label) => (
              <Chip pressed={props.query.labels().includes(label)} onToggle={() => toggle(label)}>
                {label}
              </Chip>
            )}
          </For>
        </FilterGroup>
      </Show>
      <Chip pressed={props.query.archived()} onToggle={() => props.query.change({ archived: !props.query.archived() })}>
        {say('customer.archivedOnly')}
      </Chip>
    </FilterBar>
  );
}
