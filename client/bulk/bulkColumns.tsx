import type { BulkJobRow } from '#shared/bulk/job.ts';
import { Age } from '../ui/Age.tsx';
import { Pill } from '../ui/Pill.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';
import { jobLooks } from './bulkLooks.ts';
import { bulkTitle } from './bulkTitle.ts';

export function bulkColumns(timeZone: string): readonly TableColumn<BulkJobRow>[] {
  return [
    {
      id: 'number',
      title: () => say('bulk.column.number'),
      width: 90,
      phone: 'corner',
      text: ({ number }) => `B-${number}`,
      cell: ({ number }) => <span class="mono">B-{number}</span>,
    },
    {
      id: 'title',
      title: () => say('bulk.column.title'),
      width: 220,
      grow: 2,
      fixed: true,
      phone: 'title',
      text: bulkTitle,
      cell: (job) => <strong class="truncate">{bulkTitle(job)}</strong>,
    },
    {
      id: 'state',
      title: () => say('bulk.column.state'),
      width: 210,
      phone: 'text',
      text: ({ state }) => say(`bulk.state.${state}`),
      cell: ({ state }) => (
        <Pill tone={jobLooks[state].tone} glyph={jobLooks[state].glyph}>
          {say(`bulk.state.${state}`)}
        </Pill>
      ),
    },
    {
      id: 'done',
      title: () => say('bulk.column.done'),
      width: 110,
      align: 'end',
      phone: 'textEnd',
      text: ({ counts }) => counts.done,
      cell: ({ counts }) => <span class="number">{sayNumber(counts.done)}</span>,
    },
    {
      id: 'failed',
      title: () => say('bulk.column.failed'),
      width: 110,
      align: 'end',
      text: ({ counts }) => counts.failed,
      cell: ({ counts }) => (
        <span class="number" classList={{ faint: counts.failed === 0 }}>
          {sayNumber(counts.failed)}
        </span>
      ),
    },
    {
      id: 'by',
      title: () => say('bulk.column.by'),
      width: 160,
      yields: 1,
      phone: 'last',
      text: ({ createdByName }) => createdByName,
      cell: ({ createdByName }) => <span class="truncate">{createdByName}</span>,
    },
    {
      id: 'at',
      title: () => say('bulk.column.at'),
      width: 130,
      yields: 1,
      phone: 'lastEnd',
      text: ({ createdAt }) => new Date(createdAt).toISOString(),
      cell: ({ createdAt }) => <Age at={createdAt} timeZone={timeZone} />,
    },
  ];
}
