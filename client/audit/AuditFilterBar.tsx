import { For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { UserPage } from '#shared/tenant/users.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import type { AuditQuery } from './auditQuery.ts';

const Day = z.iso.date().or(z.literal(''));

/** Who, what, which object, when. Everything it sets is in the address. */
export function AuditFilterBar(props: {
  query: AuditQuery;
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const session = useSession();
  const filter = () => props.query.filter();
  const people = createFetched(async (signal) =>
    session.permissions.includes('user.view')
      ? (await getJson('/api/users?limit=200', UserPage, { signal })).users
      : [],
  );
  const day = (name: 'from' | 'to') => (
    <label class="filter-day">
      <span>{say(`audit.${name}`)}</span>
      <input
        type="date"
        value={filter()[name]}
        onChange={({ currentTarget }) => props.query.change({ [name]: Day.catch('').parse(currentTarget.value) })}
      />
    </label>
  );
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterGroup label={say('audit.byLabel')}>
        <For each={['people', 'system', 'all'] as const}>
          {(by) => (
            <Chip pressed={filter().by === by} onToggle={() => props.query.change({ by })}>
              {say(`audit.by.${by}`)}
            </Chip>
          )}
        </For>
      </FilterGroup>
      <select
        aria-label={say('audit.person')}
        value={filter().user ?? ''}
        onChange={({ currentTarget }) => props.query.change({ user: currentTarget.value || undefined })}
      >
        <option value="">{say('audit.anybody')}</option>
        <For each={people.data()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
      </select>
      <input
        class="mono"
        aria-label={say('audit.type')}
        placeholder={say('audit.typeHint')}
        maxlength={80}
        value={filter().type}
        onChange={({ currentTarget }) => props.query.change({ type: currentTarget.value.trim() })}
      />
      {day('from')}
      {day('to')}
      <Show when={filter().id}>
        <Button look="quiet" onClick={() => props.query.change({ kind: undefined, id: undefined })}>
          {filter().kind} · {filter().id?.slice(0, 8)} ✕
        </Button>
      </Show>
    </FilterBar>
  );
}
