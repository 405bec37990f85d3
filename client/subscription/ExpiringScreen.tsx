import { useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, Show, type JSX } from 'solid-js';
import type { SubscriptionRow } from '#shared/subscription/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { useActs } from '../shell/acts.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { BulkBar } from '../ui/table/BulkBar.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say, sayCount } from '../words/words.ts';
import './subscription.css';
import { renewLines } from './subscriptionActs.ts';
import { subscriptionColumns } from './subscriptionColumns.tsx';
import { createSubscriptionPage } from './subscriptionPage.ts';
import { subscriptionTabs } from './subscriptionTabs.ts';
import { lineName } from './subscriptionWords.ts';

const SHOWN = 200;
const DAYS = 14;
/** What one goes by here: when it ends, and whom to call. */
const SHOWN_COLUMNS = ['state', 'end', 'username', 'customer', 'package', 'online', 'branch'] as const;
const anything = { text: '', states: [], packages: [], branches: [], accessTypes: [] };

/** What ends within 14 days or has just ended, soonest first, with renewal for a cycle by one key: singly or marked ones. */
export function ExpiringScreen(): JSX.Element {
  useTrail(() => [
    { label: say('subscription.title'), href: '/subscriptions' },
    { label: say('subscription.expiring') },
  ]);
  const session = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ after?: string }>();
  const [busy, setBusy] = createSignal(false);
  const mayRenew = (): boolean => session.permissions.includes('subscription.renew');
  const page = createSubscriptionPage(() => ({
    filter: { ...anything, expiringWithinDays: DAYS },
    sort: 'end',
    after: params.after,
    limit: SHOWN,
  }));
  const renew = async (ids: readonly string[]): Promise<void> => {
    if (busy() || ids.length === 0) return;
    setBusy(true);
    await renewLines(ids.map((id) => ActorId.parse(id)));
    table.selection.clear();
    setBusy(false);
  };
  const quick: TableColumn<SubscriptionRow> = {
    id: 'renew',
    title: () => '',
    width: 110,
    fixed: true,
    cell: (_line, id) => (
      <Button
        disabled={busy()}
        onClick={(event) => {
          event.stopPropagation();
          void renew([id]);
        }}
      >
        {say('subscription.renew')}
      </Button>
    ),
  };
  // On a phone a row leads to the page, where renewing is the first act.
  const all = subscriptionColumns(session.timeZone);
  const columns = [
    ...SHOWN_COLUMNS.flatMap((id) => all.find((one) => one.id === id) ?? []),
    ...(mayRenew() ? [quick] : []),
  ];
  const open = (id: string): void => navigate(`/subscriptions/${id}`);
  const table = createTable<SubscriptionRow>({
    name: 'expiring',
    rows: page.rows,
    columns: () => columns,
    selectable: mayRenew(),
    onOpen: open,
    onEnter: open,
  });
  const addressed = (): readonly string[] => {
    if (table.selection.size() > 0) return table.selection.ids();
    const row = table.underCursor();
    return row ? [row.id] : [];
  };
  useActs(() =>
    mayRenew()
      ? [{ id: 'subscription.renew', label: say('subscription.renew'), key: 'e', run: () => void renew(addressed()) }]
      : [],
  );
  return (
    <div class="peek-list">
      <TabLinks label={say('subscription.title')} tabs={subscriptionTabs()}>
        <span class="number subscription-count" role="status">
          <Show when={page.rows.state() === 'current' && params.after === undefined && page.next() === undefined}>
            {sayCount('subscription.shown', page.rows.total())}
          </Show>
        </span>
      </TabLinks>
      <Table
        table={table}
        label={say('subscription.expiring')}
        refusedTitle={say('subscription.revoked')}
        rowName={lineName}
        news={({ state, validUntil }) => `${state} ${validUntil}`}
        empty={
          <EmptyState
            glyph="calendar"
            calm
            title={say('subscription.expiringEmpty')}
            text={say('subscription.expiringText')}
          />
        }
      />
      <Show when={page.next()}>
        {(next) => (
          <nav class="subscription-pages">
            <Button onClick={() => setParams({ after: next() })}>{say('subscription.nextPage')}</Button>
          </nav>
        )}
      </Show>
      <BulkBar table={table} label={say('subscription.renew')}>
        <Button look="primary" pending={busy()} onClick={() => void renew(table.selection.ids())}>
          {sayCount('subscription.renewSelected', table.selection.size())}
        </Button>
      </BulkBar>
    </div>
  );
}
