import { useNavigate } from '@solidjs/router';
import { createSignal, type JSX } from 'solid-js';
import type { RadiusNasRow } from '#shared/radius/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { say, sayNumber } from '../words/words.ts';
import './radius.css';

/** What each router asks, and what it is told. */
export function RadiusRouters(props: { routers: readonly RadiusNasRow[] }): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const [sort, setSort] = createSignal('-requests');
  const figure = (
    id: 'requests' | 'accepts' | 'rejects' | 'drops' | 'sessions',
    title: () => string,
    more: Partial<TableColumn<RadiusNasRow>> = {},
  ): TableColumn<RadiusNasRow> => ({
    ...{ id, title, width: 105, align: 'end', sort: sortBoth(id, 'descending') },
    text: (row) => row[id],
    cell: (row) => <span class="number">{sayNumber(row[id])}</span>,
    ...more,
  });
  const columns: readonly TableColumn<RadiusNasRow>[] = [
    {
      ...{ id: 'name', width: 150, grow: 1, fixed: true, phone: 'title', sort: sortBoth('name') },
      title: () => say('radius.router'),
      text: ({ name }) => name,
      cell: ({ name }) => name,
    },
    figure('requests', () => say('radius.requests'), { phone: 'text' }),
    figure('accepts', () => say('radius.accepts'), { width: 120, yields: 2 }),
    figure('rejects', () => say('radius.rejects'), { width: 120, yields: 1 }),
    figure('drops', () => say('radius.drops'), { width: 110, yields: 1 }),
    figure('sessions', () => say('radius.sessions'), { phone: 'textEnd' }),
    {
      ...{ id: 'heard', width: 110, phone: 'corner', sort: sortBoth('heard', 'descending') },
      title: () => say('radius.heard'),
      text: ({ lastAt }) => lastAt,
      cell: ({ lastAt }) =>
        lastAt === undefined ? (
          <span class="faint">{say('radius.never')}</span>
        ) : (
          <Age at={lastAt} timeZone={session.timeZone} />
        ),
    },
  ];
  const rows = createArrayRows(() => props.routers, {
    id: ({ id }) => id,
    sort,
    sorters: {
      name: ({ name }) => name,
      requests: ({ requests }) => requests,
      accepts: ({ accepts }) => accepts,
      rejects: ({ rejects }) => rejects,
      drops: ({ drops }) => drops,
      sessions: ({ sessions }) => sessions,
      heard: ({ lastAt }) => lastAt,
    },
  });
  const table = createTable<RadiusNasRow>({
    name: 'radius-routers',
    rows,
    columns: () => columns,
    sort,
    onSort: setSort,
    onOpen: (id) => navigate(`/routers/${id}`),
  });
  return (
    <div class="radius-routers">
      <Table
        table={table}
        label={say('radius.routers')}
        rowName={({ name }) => name}
        empty={<EmptyState glyph="router" title={say('radius.noRouters')} text={say('radius.noRoutersText')} />}
      />
    </div>
  );
}
