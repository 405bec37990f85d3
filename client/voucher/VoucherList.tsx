import { createEffect, createSignal, on, Show, type JSX } from 'solid-js';
import type { VoucherBatchDetail } from '#shared/voucher/batch.ts';
import { VoucherState } from '#shared/voucher/values.ts';
import { RevealedVouchers, type Voucher, VoucherPage } from '#shared/voucher/voucher.ts';
import { getJson, postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { BulkBar } from '../ui/table/BulkBar.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { VoidDialog } from './VoidDialog.tsx';
import { voucherColumns } from './voucherColumns.tsx';

/** What the server shows at once. */
const MOST_REVEALED = 500;

/** The vouchers of a batch by number; codes are hidden until somebody who may asks for them. */
export function VoucherList(props: {
  batch: VoucherBatchDetail;
  /** Rises when something was changed elsewhere on the page. */
  changes: number;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const [state, setState] = createSignal<VoucherState | 'all'>('all');
  const [codes, setCodes] = createSignal<ReadonlyMap<string, string>>(new Map());
  const [voiding, setVoiding] = createSignal<readonly string[]>();
  const may = (permission: (typeof session.permissions)[number]): boolean => session.permissions.includes(permission);
  const key = (): string => `${props.batch.id} ${state()}`;
  const rows = createPagedRows<Voucher>({
    key,
    id: ({ id }) => id,
    // Its states follow one another; with the code shown it is another row to the table.
    version: ({ state: now, usedBytes, soldAt = 0 }) => VoucherState.options.indexOf(now) + usedBytes + soldAt,
    load: (next) => {
      const query = new URLSearchParams({
        ...(state() === 'all' ? {} : { state: state() }),
        ...(next === undefined ? {} : { after: next }),
      });
      return getJson(`/api/voucher-batches/${props.batch.id}/vouchers?${query}`, VoucherPage);
    },
  });
  createEffect(on(() => props.changes, rows.reload, { defer: true }));
  const columns = voucherColumns(session.timeZone, ({ id, code }) => codes().get(id) ?? code);
  const table = createTable<Voucher>({
    name: 'vouchers',
    rows,
    columns: () => columns,
    listKey: key,
    selectable: true,
  });
  const marked = (): readonly Voucher[] => table.addressed();
  const reveal = async (vouchers: readonly { readonly id: string }[]): Promise<void> => {
    try {
      const ids = vouchers.slice(0, MOST_REVEALED).map(({ id }) => id);
      const shown = await postJson('/api/vouchers/reveal', { ids }, RevealedVouchers);
      setCodes((before) => new Map([...before, ...shown.map(({ id, code }) => [id, code] as const)]));
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
  };
  return (
    <section class="voucher-list">
      <div class="voucher-bar">
        <SegmentedControl
          label={say('column.state')}
          options={[
            { value: 'all', label: say('voucher.all') },
            ...VoucherState.options.map((value) => ({ value, label: say(`voucher.state.${value}`) })),
          ]}
          chosen={state()}
          onChoose={(chosen) => setState(VoucherState.safeParse(chosen).data ?? 'all')}
        />
        <Show when={may('voucher.viewCodes') && rows.loaded().length > 0}>
          <span title={say('voucher.revealHint')}>
            <Button onClick={() => void reveal(rows.loaded())}>{say('voucher.reveal')}</Button>
          </span>
        </Show>
      </div>
      <Table
        table={table}
        label={say('voucher.title')}
        rowName={({ serial }) => `${say('voucher.serial')} ${serial}`}
        empty={<EmptyState glyph="key" title={say('voucher.noneOfState')} />}
      />
      <BulkBar table={table} label={say('voucher.title')}>
        <Show when={may('voucher.viewCodes')}>
          <Button onClick={() => void reveal(marked())}>{say('voucher.reveal')}</Button>
        </Show>
        <Show when={may('voucher.void')}>
          <Button onClick={() => setVoiding(marked().map(({ id }) => id))}>{say('voucher.voidAct')}</Button>
        </Show>
      </BulkBar>
      <Show when={voiding()}>
        {(ids) => (
          <VoidDialog
            batchId={props.batch.id}
            ids={ids()}
            count={ids().length}
            onClose={() => setVoiding(undefined)}
            onChanged={() => {
              table.selection.clear();
              props.onChanged();
            }}
          />
        )}
      </Show>
    </section>
  );
}
