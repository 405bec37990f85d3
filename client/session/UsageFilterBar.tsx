import { createSignal, For, Show, type JSX } from 'solid-js';
import { NasPage } from '#shared/nas/registration.ts';
import type { BranchView } from '#shared/tenant/branches.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { Combobox } from '../ui/form/Combobox.tsx';
import { say } from '../words/words.ts';
import type { UsageQuery } from './usageQuery.ts';

/** Of which branch or router usage is shown. */
export function UsageFilterBar(props: { query: UsageQuery; branches: readonly BranchView[] }): JSX.Element {
  const person = useSession();
  const { query } = props;
  return (
    <FilterBar
      narrowed={query.branch() !== undefined || query.router() !== undefined}
      onClear={() => query.chooseBranch('')}
    >
      <Show when={props.branches.length > 1}>
        <select
          aria-label={say('nas.column.branch')}
          value={query.branch() ?? ''}
          onChange={({ currentTarget }) => query.chooseBranch(currentTarget.value)}
        >
          <option value="">{say('admin.allBranches')}</option>
          <For each={props.branches}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
      </Show>
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
