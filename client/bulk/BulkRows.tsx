import { useNavigate } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { type BulkJobDetail, type BulkRow, BulkRowPage } from '#shared/bulk/job.ts';
import { BulkRowState } from '#shared/bulk/values.ts';
import { getJson } from '../shell/api.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill } from '../ui/Pill.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber, sayProblem } from '../words/words.ts';
import { rowLooks } from './bulkLooks.ts';

const LIMIT = 100;

/** Rows of a job by what became of them; those that could not be done come first to mind, so they are offered first. */
export function BulkRows(props: { id: string; job: BulkJobDetail }): JSX.Element {
  const navigate = useNavigate();
  const [state, setState] = createSignal('all');
  const settled = (): string =>
    ['checking', 'running', 'undoing'].includes(props.job.state) ? 'moving' : `${props.job.state} ${props.job.version}`;
  const rows = createPagedRows<BulkRow>({
    key: () => `${state()} ${settled()}`,
    id: ({ line }) => String(line),
    load: (after) => {
      const query = new URLSearchParams({ limit: String(LIMIT), after: after ?? '0' });
      if (state() !== 'all') query.set('state', state());
      return getJson(`/api/bulk/jobs/${props.id}/rows?${query.toString()}`, BulkRowPage);
    },
  });
  const table = createTable<BulkRow>({
    name: 'bulkRows',
    rows,
    columns: () => columns,
    listKey: state,
    onOpen: (line) => {
      const fields = rows.row(line)?.fields;
      if (fields?.subscriptionId) navigate(`/subscriptions/${fields.subscriptionId}`);
      else if (fields?.customerId) navigate(`/customers/${fields.customerId}`);
    },
  });
  const shown = () => BulkRowState.options.filter((one) => props.job.counts[one] > 0);
  return (
    <Section
      title={say('bulk.rows')}
      end={
        <SegmentedControl
          label={say('bulk.rows')}
          chosen={state()}
          onChoose={setState}
          options={[
            { value: 'all', label: say('bulk.allRows') },
            ...shown().map((value) => ({
              value,
              label: `${say(`bulk.row.${value}`)} ${sayNumber(props.job.counts[value])}`,
            })),
          ]}
        />
      }
    >
      <div class="bulk-rows">
        <Table
          table={table}
          label={say('bulk.rows')}
          refusedTitle={say('bulk.revoked')}
          rowName={({ name }) => name}
          empty={<EmptyState calm glyph="search" title={say('bulk.noRows')} text={say('bulk.noRowsText')} />}
        />
      </div>
    </Section>
  );
}

const columns: readonly TableColumn<BulkRow>[] = [
  {
    id: 'line',
    title: () => say('bulk.column.line'),
    width: 80,
    align: 'end',
    phone: 'corner',
    text: ({ line }) => line,
    cell: ({ line }) => <span class="number">{line}</span>,
  },
  {
    id: 'name',
    title: () => say('bulk.column.name'),
    width: 180,
    grow: 1,
    fixed: true,
    phone: 'title',
    text: ({ name }) => name,
    cell: ({ name }) => <span class="truncate">{name}</span>,
  },
  {
    id: 'plan',
    title: () => say('bulk.column.plan'),
    width: 120,
    yields: 1,
    text: ({ plan }) => say(`bulk.plan.${plan}`),
    cell: ({ plan }) => say(`bulk.plan.${plan}`),
  },
  {
    id: 'state',
    title: () => say('bulk.column.state'),
    width: 160,
    phone: 'text',
    text: ({ state }) => say(`bulk.row.${state}`),
    cell: ({ state }) => (
      <Pill tone={rowLooks[state].tone} glyph={rowLooks[state].glyph}>
        {say(`bulk.row.${state}`)}
      </Pill>
    ),
  },
  {
    id: 'problems',
    title: () => say('bulk.column.problems'),
    width: 260,
    grow: 2,
    phone: 'last',
    text: ({ problems }) => problems.map(remark).join(' '),
    cell: ({ problems }) => (
      <Show when={problems.length > 0} fallback={<span class="faint">–</span>}>
        <span class="truncate">
          <For each={problems}>
            {(problem) => <span classList={{ 'bulk-error': problem.severity === 'error' }}>{remark(problem)} </span>}
          </For>
        </span>
      </Show>
    ),
  },
];

function remark(problem: BulkRow['problems'][number]): string {
  const where = [problem.column, problem.value].filter((part) => part !== undefined).join(': ');
  return where === '' ? sayProblem(problem) : `${where} – ${sayProblem(problem)}`;
}
