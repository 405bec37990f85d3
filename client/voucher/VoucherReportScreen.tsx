import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { VoucherReport, type VoucherReportRow } from '#shared/voucher/voucher.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { StatTile, StatTiles } from '../ui/chart/StatTile.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FilterBar } from '../ui/FilterBar.tsx';
import { now } from '../ui/now.ts';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { localText } from '../ui/zonedTime.ts';
import { say, sayNumber } from '../words/words.ts';
import { priceText } from './price.ts';
import './voucher.css';
import { voucherReportColumns, voucherReportSorters } from './voucherReportColumns.tsx';
import { voucherTabs } from './voucherTabs.ts';

const Day = z.iso.date();
const MONTH_MS = 30 * 86_400_000;

/** What was sold and used by day and batch; the days are in the address. */
export function VoucherReportScreen(): JSX.Element {
  useTrail(() => [{ label: say('voucher.title'), href: '/vouchers' }, { label: say('voucher.report') }]);
  const session = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ from?: string; to?: string }>();
  const [sort, setSort] = createSignal('-day');
  const dayOf = (at: number): string => localText(at, session.timeZone).slice(0, 10);
  const today = createMemo(() => dayOf(now()));
  const to = createMemo(() => Day.catch(today()).parse(params.to));
  const from = createMemo(() => Day.catch(dayOf(now() - MONTH_MS)).parse(params.from));
  const address = createMemo(() => `from=${from()}&to=${to()}`);
  const report = createFetched(
    (signal) => getJson(`/api/voucher-report?${address()}`, VoucherReport, { signal }),
    address,
  );
  const rows = createArrayRows(() => report.data()?.rows, {
    id: ({ day, batchId }) => `${day} ${batchId}`,
    sort,
    sorters: voucherReportSorters,
  });
  const columns = voucherReportColumns();
  const table = createTable<VoucherReportRow>({
    name: 'voucherReport',
    rows,
    columns: () => columns,
    listKey: address,
    sort,
    onSort: setSort,
    onOpen: (id) => navigate(`/vouchers/${id.split(' ')[1]}`),
  });
  return (
    <div class="peek-list">
      <TabLinks label={say('voucher.title')} tabs={voucherTabs()} />
      <FilterBar end={<ExportButton table={table} name={`vouchers-${from()}-${to()}`} />}>
        <div class="voucher-days">
          <DayField label={say('voucher.fromDay')} day={from()} max={to()} onDay={(day) => setParams({ from: day })} />
          <DayField label={say('voucher.toDay')} day={to()} min={from()} onDay={(day) => setParams({ to: day })} />
        </div>
      </FilterBar>
      <Show
        when={report.trouble() === undefined}
        fallback={
          <ErrorState title={say('voucher.failed')} text={report.trouble() ?? ''}>
            <Button onClick={() => void report.reload()}>{say('tryAgain')}</Button>
          </ErrorState>
        }
      >
        <div class="voucher-totals">
          <Totals rows={report.data()?.rows ?? []} />
          <Show when={report.data()?.truncated}>
            <Banner tone="warning" glyph="warning">
              {say('voucher.truncated')}
            </Banner>
          </Show>
        </div>
        <Table
          table={table}
          label={say('voucher.report')}
          rowName={({ day, batchName }) => `${day} ${batchName}`}
          empty={<EmptyState glyph="calendar" title={say('voucher.noSales')} />}
        />
      </Show>
    </div>
  );
}

function DayField(props: {
  label: string;
  day: string;
  min?: string;
  max?: string;
  onDay: (day: string) => void;
}): JSX.Element {
  return (
    <label>
      {props.label}
      <input
        type="date"
        min={props.min}
        max={props.max}
        value={props.day}
        onChange={({ currentTarget }) => {
          const { success, data } = Day.safeParse(currentTarget.value);
          if (success) props.onDay(data);
        }}
      />
    </label>
  );
}

/** One sum for each currency: they can't be added. */
function Totals(props: { rows: readonly VoucherReportRow[] }): JSX.Element {
  const sum = (value: (row: VoucherReportRow) => number): number =>
    props.rows.reduce((total, row) => total + value(row), 0);
  const revenue = (): string =>
    [...Map.groupBy(props.rows, ({ currency }) => currency)]
      .map(([currency, rows]) =>
        priceText(
          rows.reduce((total, row) => total + row.revenueMinor, 0),
          currency,
        ),
      )
      .join(' + ');
  return (
    <StatTiles>
      <StatTile label={say('voucher.sold')} value={sayNumber(sum(({ sold }) => sold))} />
      <StatTile label={say('voucher.used')} value={sayNumber(sum(({ used }) => used))} />
      <StatTile label={say('voucher.revenue')} value={revenue() || sayNumber(0)} />
    </StatTiles>
  );
}
