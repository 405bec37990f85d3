import { createSignal, Show, type JSX } from 'solid-js';
import { NasPage } from '#shared/nas/registration.ts';
import { BranchFilter } from '../branch/BranchFilter.tsx';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { Combobox } from '../ui/form/Combobox.tsx';
import { say } from '../words/words.ts';
import type { UsageQuery } from './usageQuery.ts';

/** Of which branch or router usage is shown. */
export function UsageFilterBar(props: { query: UsageQuery }): JSX.Element {
  const person = useSession();
  const { query } = props;
  return (
    <FilterBar
      narrowed={query.branch() !== undefined || query.router() !== undefined}
      onClear={() => query.chooseBranch('')}
    >
      <BranchFilter chosen={query.branch()} onChoose={(branch) => query.chooseBranch(branch ?? '')} />
      <Show when={person.permissions.includes('nas.view')}>
        <RouterChoice query={query} />
      </Show>
    </FilterBar>
  );
}

/** One of what may be thousands: found by its name. */
function RouterChoice(props: { query: UsageQuery }): JSX.Element {
  const [text, setText] = createSignal('');
  const ask = (): string => {
    const { query } = props;
    const branch = query.branch();
    return new URLSearchParams({ text: text(), limit: '50', ...(branch ? { branchId: branch } : {}) }).toString();
  };
  const found = createFetched((signal) => getJson(`/api/nas?${ask()}`, NasPage, { signal }), ask);
  const options = () => [
    { value: '', label: say('online.allRouters') },
    ...(found.data()?.rows ?? []).map(({ id, name, site }) => ({ value: id, label: name, note: site || undefined })),
  ];
  return (
    <div class="usage-router">
      <Combobox
        label={say('online.column.router')}
        options={options()}
        value={props.query.router() ?? ''}
        onText={setText}
        onChoose={(id) => {
          setText('');
          props.query.chooseRouter(id === '' ? undefined : id);
        }}
      />
    </div>
  );
}
