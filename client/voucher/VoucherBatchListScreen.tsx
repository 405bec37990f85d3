import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { type VoucherBatch, VoucherBatchPage } from '#shared/voucher/batch.ts';
import { useActs } from '../shell/acts.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { AdoptDialog } from './AdoptDialog.tsx';
import { FindVoucherDialog } from './FindVoucherDialog.tsx';
import { NewBatchDialog } from './NewBatchDialog.tsx';
import './voucher.css';
import { voucherBatchColumns } from './voucherBatchColumns.tsx';
import { voucherTabs } from './voucherTabs.ts';

/** Batches of vouchers, newest first, with what was sold and used of each. */
export function VoucherBatchListScreen(): JSX.Element {
  useTrail(() => [{ label: say('voucher.title') }]);
  const session = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ text?: string }>();
  const [dialog, setDialog] = createSignal<'new' | 'find' | 'adopt'>();
  const text = createMemo(() => params.text ?? '');
  const mayMake = session.permissions.includes('voucher.create');
  let focusSearch = (): void => {};
  const rows = createPagedRows<VoucherBatch>({
    key: text,
    id: ({ id }) => id,
    version: ({ sold, used, void: voided }) => sold + used + voided,
    load: (next) => {
      const query = new URLSearchParams({ text: text(), ...(next === undefined ? {} : { after: next }) });
      return getJson(`/api/voucher-batches?${query}`, VoucherBatchPage);
    },
  });
  const open = (id: string): void => navigate(`/vouchers/${id}`);
  const columns = voucherBatchColumns(session.timeZone);
  const table = createTable<VoucherBatch>({
    name: 'voucherBatches',
    rows,
    columns: () => columns,
    listKey: text,
    onOpen: open,
    onEnter: open,
    onSearch: () => focusSearch(),
  });
  useActs(() => [
    { id: 'voucher.find', label: say('voucher.find'), glyph: 'search', key: 'f', run: () => setDialog('find') },
    ...(mayMake
      ? [
          {
            id: 'voucher.new',
            label: say('voucher.new'),
            glyph: 'plus' as const,
            key: 'n',
            run: () => setDialog('new'),
          },
        ]
      : []),
  ]);
  const make = (): JSX.Element => (
    <Show when={mayMake}>
      <Button look="primary" hint="n" onClick={() => setDialog('new')}>
        {say('voucher.new')}
      </Button>
    </Show>
  );
  return (
    <div class="peek-list">
      <TabLinks label={say('voucher.title')} tabs={voucherTabs()}>
        <Show when={mayMake}>
          <Button onClick={() => setDialog('adopt')}>{say('voucher.adopt')}</Button>
        </Show>
        {make()}
      </TabLinks>
      <FilterBar
        end={
          <>
            <ColumnMenu table={table} />
            <ExportButton table={table} name="voucher-batches" />
          </>
        }
      >
        <SearchField
          label={say('voucher.search')}
          text={text()}
          onText={(typed) => setParams({ text: typed || null }, { replace: true })}
          onReady={(focus) => (focusSearch = focus)}
        />
        <Button hint="f" onClick={() => setDialog('find')}>
          {say('voucher.find')}
        </Button>
      </FilterBar>
      <Table
        table={table}
        label={say('voucher.batches')}
        rowName={({ name }) => name}
        empty={
          <EmptyState
            glyph="key"
            title={say(text() === '' ? 'voucher.none' : 'voucher.noMatch')}
            text={text() === '' ? say('voucher.noneText') : undefined}
          >
            <Show when={text() === ''}>{make()}</Show>
          </EmptyState>
        }
      />
      <Show when={dialog() === 'new'}>
        <NewBatchDialog onClose={() => setDialog(undefined)} onMade={open} />
      </Show>
      <Show when={dialog() === 'adopt'}>
        <AdoptDialog onClose={() => setDialog(undefined)} onMade={open} />
      </Show>
      <Show when={dialog() === 'find'}>
        <FindVoucherDialog onClose={() => setDialog(undefined)} />
      </Show>
    </div>
  );
}
