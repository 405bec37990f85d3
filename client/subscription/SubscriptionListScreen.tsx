import { useLocation, useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, Show, type JSX } from 'solid-js';
import { SubscriptionCounts, type SubscriptionRow, SubscriptionSort } from '#shared/subscription/view.ts';
import { ListExport } from '../bulk/ListExport.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import { AddSubscription } from './AddSubscription.tsx';
import './subscription.css';
import { SubscriptionBulkActs } from './SubscriptionBulkActs.tsx';
import { subscriptionColumns } from './subscriptionColumns.tsx';
import { SubscriptionFilterBar } from './SubscriptionFilterBar.tsx';
import { createSubscriptionPage, type SubscriptionPage } from './subscriptionPage.ts';
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
  const counted = createLiveView(useLive(), () => ({ view: 'subscriptions.counts' }) as const, SubscriptionCounts);
  const counts = (): SubscriptionCounts | undefined => counted.rows[0]?.fields;
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
    selectable: session.permissions.includes('bulk.act'),
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
        <HowMany page={page} query={query} counts={counts()} />
        {addButton()}
      </TabLinks>
      <SubscriptionFilterBar
        query={query}
        counts={counts()}
        onSearchReady={(focus) => (focusSearch = focus)}
        end={
          <>
            <ColumnMenu table={table} />
            <ListExport list="subscriptions" narrowedBy={() => ({ filter: JSON.stringify(query.filter()) })} />
          </>
        }
      />
      <Table
        table={table}
        label={say('subscription.title')}
        refusedTitle={say('subscription.revoked')}
        rowName={lineName}
        news={(line) => `${line.state} ${line.online === undefined} ${line.online?.unknownSince}`}
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
      <SubscriptionBulkActs table={table} filter={query.filter} />
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

/** All that are customers' still, or what was found when that is known. */
function HowMany(props: {
  page: SubscriptionPage;
  query: SubscriptionQuery;
  counts: SubscriptionCounts | undefined;
}): JSX.Element {
  const found = (): number | undefined => {
    if (props.query.narrowed()) {
      const whole = props.query.page() === undefined && props.page.next() === undefined;
      return whole && props.page.rows.state() === 'current' ? props.page.rows.total() : undefined;
    }
    if (props.counts === undefined) return undefined;
    const { pending, active, grace, expired, suspended } = props.counts;
    return pending + active + grace + expired + suspended;
  };
  return (
    <span class="number subscription-count" role="status">
      <Show when={found() !== undefined}>{sayCount('subscription.shown', found() ?? 0)}</Show>
    </span>
  );
}
