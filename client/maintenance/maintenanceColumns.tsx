import { Show } from 'solid-js';
import type { MaintenanceRow } from '#shared/maintenance/view.ts';
import { Badge } from '../ui/Badge.tsx';
import { absolute } from '../ui/relativeTime.ts';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayCount, sayNumber } from '../words/words.ts';
import { MaintenanceStatePill } from './MaintenanceStatePill.tsx';
import { span } from './maintenanceWords.ts';

/** What it covers, in a line. */
export function coversText({ covers, coversMore }: MaintenanceRow): string {
  const names = covers.join(', ');
  return coversMore > 0 ? `${names} ${say('maintenance.more', { n: coversMore })}` : names;
}

/** What is still to come shows what collides and what is quiet; what is over, what was not back. */
export function maintenanceColumns(
  timeZone: string,
  when: () => 'open' | 'past',
): readonly TableColumn<MaintenanceRow>[] {
  const left = when() === 'past' ? ['conflicts', 'quiet'] : ['notBack'];
  return allColumns(timeZone).filter(({ id }) => !left.includes(id));
}

function allColumns(timeZone: string): readonly TableColumn<MaintenanceRow>[] {
  const times = (row: MaintenanceRow): string => span(row.startedAt ?? row.from, row.endedAt ?? row.to, timeZone);
  return [
    {
      id: 'state',
      title: () => say('column.state'),
      width: 150,
      phone: 'corner',
      text: ({ state }) => say(`maintenance.state.${state}`),
      cell: ({ state }) => <MaintenanceStatePill state={state} />,
    },
    {
      id: 'title',
      title: () => say('maintenance.window'),
      width: 220,
      grow: 2,
      fixed: true,
      phone: 'title',
      text: ({ title }) => title,
      cell: ({ title }) => title,
    },
    {
      id: 'times',
      title: () => `${say('maintenance.from')} – ${say('maintenance.to')}`,
      width: 220,
      phone: 'text',
      text: times,
      cell: (row) => (
        <span class="number" title={`${absolute(row.from, timeZone)} – ${absolute(row.to, timeZone)}`}>
          {times(row)}
        </span>
      ),
    },
    {
      id: 'covers',
      title: () => say('maintenance.scope'),
      width: 200,
      grow: 2,
      yields: 1,
      phone: 'last',
      text: coversText,
      cell: coversText,
    },
    {
      id: 'conflicts',
      title: () => say('maintenance.conflict'),
      width: 130,
      align: 'end',
      yields: 2,
      text: ({ conflicts }) => conflicts,
      cell: ({ conflicts }) => (
        <Show when={conflicts > 0}>
          <span title={sayCount('maintenance.conflicts', conflicts)}>
            <Badge tone="warning">{sayNumber(conflicts)}</Badge>
          </span>
        </Show>
      ),
    },
    {
      id: 'quiet',
      title: () => say('maintenance.quiet'),
      width: 120,
      align: 'end',
      yields: 2,
      text: ({ shelved }) => shelved,
      cell: ({ shelved }) => (shelved > 0 ? sayNumber(shelved) : ''),
    },
    {
      id: 'notBack',
      title: () => say('maintenance.notBack'),
      width: 110,
      align: 'end',
      yields: 2,
      phone: 'lastEnd',
      text: ({ notBack }) => notBack ?? '',
      cell: ({ notBack }) => <Show when={notBack}>{(count) => <strong>{sayNumber(count())}</strong>}</Show>,
    },
    {
      id: 'owner',
      title: () => say('maintenance.owner'),
      width: 150,
      yields: 2,
      text: ({ ownerName }) => ownerName ?? '',
      cell: ({ ownerName }) => ownerName ?? '',
    },
  ];
}
