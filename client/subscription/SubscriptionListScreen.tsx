import { useLocation, useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, For, Show, type JSX } from 'solid-js';
import { SubscriptionState } from '#shared/subscription/values.ts';
import { SubscriptionCounts, type SubscriptionRow, SubscriptionSort } from '#shared/subscription/view.ts';
import type { BranchId } from '#shared/values/ids.ts';
import { createBranches } from '../branch/branches.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { AddSubscription } from './AddSubscription.tsx';
import './subscription.css';
import { subscriptionColumns } from './subscriptionColumns.tsx';
import { subscriptionLooks } from './subscriptionLooks.ts';
import { createSubscriptionPage } from './subscriptionPage.ts';
import { type SubscriptionQuery, useSubscriptionQuery } from './subscriptionQuery.ts';
import { subscriptionTabs } from './subscriptionTabs.ts';
import { lineName } from './subscriptionWords.ts';

const SHOWN = 100;

/** Every line, live, a page at a time. */
export function SubscriptionListScreen(): JSX.Element {
  useTrail(() => [{ label: say('subscription.title') }]);
  const session = useSession();
  const navigate = useNavigate();
  const query = useSubscriptionQuery();
  const listKey = createMemo(() => JSON.stringify([query.filter(), query.sort(), query.page()]));
  const page = createSubscriptionPage(() => ({
    filter: query.filter(),
    sort: query.sort(),
    after: query.page(),
    limit: SHOWN,
  }));
  let focusSearch: () => void = () => {};
  const columns = subscriptionColumns(session.timeZone);
  const open = (id: string): void => navigate(`/subscriptions/${id}`);
  const table = createTable<SubscriptionRow>({
    name: 'subscriptions',
    rows: page.rows,
    columns: () => columns,
    listKey,
    sort: query.sort,
    onSort: (sort) => query.sortBy(SubscriptionSort.catch('newest').parse(sort)),
    onOpen: open,
    onEnter: open,
    onSearch: () => focusSearch(),
  });
  const location = useLocation();
  const [params] = useSearchParams<{ customer?: string }>();
  const mayAdd = (): boolean => session.permissions.includes('subscription.create');
  const adding = (): boolean => location.pathname.endsWith('/new') && mayAdd();
  const add = (): void => navigate('/subscriptions/new');
  useActs(() =>
    mayAdd() ? [{ id: 'subscription.new', label: say('subscription.new'), glyph: 'plus', key: 'n', run: add }] : [],
  );
  const addButton = (): JSX.Element => (
    <Show when={mayAdd()}>
      <Button look="primary" hint="n" onClick={add}>
        {say('subscription.new')}
      </Button>
    </Show>
  );
  return (
    <div class="peek-list">
      <TabLinks label={say('subscription.title')} tabs={subscriptionTabs()}>
        {addButton()}
      </TabLinks>
      <SubscriptionFilterBar
        query={query}
        onSearchReady={(focus) => (focusSearch = focus)}
        end={<ColumnMenu table={table} />}
      />
      <Table
        table={table}
        label={say('subscription.title')}
        refusedTitle={say('subscription.revoked')}
        rowName={lineName}
        news={(line) => line.state}
        rowClass={({ state }) => (state === 'left' ? 'quiet' : '')}
        empty={
          <Show
            when={query.narrowed()}
            fallback={
              <EmptyState glyph="key" title={say('subscription.empty')} text={say('subscription.emptyText')}>
                {addButton()}
              </EmptyState>
            }
          >
            <EmptyState glyph="search" title={say('subscription.noMatch')}>
              <Button onClick={() => query.clear()}>{say('filter.clear')}</Button>
            </EmptyState>
          </Show>
        }
      />
      <Show when={query.page() !== undefined || page.next() !== undefined}>
        <nav class="subscription-pages">
          <Show when={query.page() !== undefined}>
            <Button onClick={() => query.goTo(undefined)}>{say('subscription.firstPage')}</Button>
          </Show>
          <Show when={page.next()}>
            {(next) => <Button onClick={() => query.goTo(next())}>{say('subscription.nextPage')}</Button>}
          </Show>
        </nav>
      </Show>
      <Show when={adding()}>
        <AddSubscription customerId={params.customer} onClose={() => navigate('/subscriptions')} />
      </Show>
    </div>
  );
}

/** Text, states with their live counts, branch. */
function SubscriptionFilterBar(props: {
  query: SubscriptionQuery;
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const view = createLiveView(useLive(), () => ({ view: 'subscriptions.counts' }) as const, SubscriptionCounts);
  const counts = (): SubscriptionCounts | undefined => view.rows[0]?.fields;
  const branches = createBranches();
  const filter = () => props.query.filter();
  const toggle = (state: SubscriptionState): SubscriptionState[] =>
    filter().states.includes(state) ? filter().states.filter((one) => one !== state) : [...filter().states, state];
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterGroup label={say('subscription.column.state')}>
        <For each={SubscriptionState.options}>
          {(state) => (
            <Show when={(counts()?.[state] ?? 0) > 0 || filter().states.includes(state)}>
              <Chip
                pressed={filter().states.includes(state)}
                onToggle={() => props.query.change({ states: toggle(state) })}
                glyph={subscriptionLooks[state].glyph}
                tone={subscriptionLooks[state].tone}
                count={counts()?.[state]}
              >
                {say(`subscription.state.${state}`)}
              </Chip>
            </Show>
          )}
        </For>
      </FilterGroup>
      <Show when={(branches.data()?.length ?? 0) > 1}>
        <select
          aria-label={say('subscription.column.branch')}
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
