import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { type NasInterface, NasRate } from '#shared/nas/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Pill } from '../ui/Pill.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';
import './nas.css';
import { NasRateChart } from './NasRateChart.tsx';

/** Every interface, its rates of each second while this is open, and the chosen one's as a chart. */
export function NasInterfaces(props: { id: string; interfaces: readonly NasInterface[] }): JSX.Element {
  const session = useSession();
  const request = () => ({ view: 'nas.rates', id: ActorId.parse(props.id) }) as const;
  const view = createLiveView(useLive(), request, NasRate);
  const rates = createMemo(() => new Map(view.rows.map(({ fields }) => [fields.name, fields])));
  const [sort, setSort] = createSignal('');
  const [chosen, setChosen] = createSignal<string>();
  const rx = (one: NasInterface): number | undefined => rates().get(one.name)?.rxBps ?? one.rxBps;
  const tx = (one: NasInterface): number | undefined => rates().get(one.name)?.txBps ?? one.txBps;
  const rate = (value: number | undefined) => (
    <span class="number">{value === undefined ? '–' : withUnit(value, 'bitrate')}</span>
  );
  const columns: readonly TableColumn<NasInterface>[] = [
    {
      id: 'name',
      title: () => say('nas.interface'),
      width: 150,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('name'),
      text: ({ name }) => name,
      cell: ({ name, comment }) => (
        <span title={comment}>
          <span class="mono">{name}</span> <span class="faint">{comment}</span>
        </span>
      ),
    },
    {
      id: 'type',
      title: () => say('nas.interface.type'),
      width: 90,
      yields: 2,
      text: ({ type }) => type,
      cell: ({ type }) => type,
    },
    {
      id: 'state',
      title: () => say('nas.interface.state'),
      width: 110,
      phone: 'corner',
      cell: (one) => <LinkPill link={one} />,
    },
    {
      id: 'rx',
      title: () => say('nas.interface.rx'),
      width: 120,
      align: 'end',
      phone: 'text',
      sort: sortBoth('rx', 'descending'),
      text: rx,
      cell: (one) => rate(rx(one)),
    },
    {
      id: 'tx',
      title: () => say('nas.interface.tx'),
      width: 120,
      align: 'end',
      phone: 'textEnd',
      sort: sortBoth('tx', 'descending'),
      text: tx,
      cell: (one) => rate(tx(one)),
    },
    {
      id: 'errors',
      title: () => say('nas.interface.errors'),
      width: 90,
      align: 'end',
      yields: 1,
      text: (one) => errorsOf(one),
      cell: (one) => sayNumber(errorsOf(one)),
    },
    {
      id: 'downs',
      title: () => say('nas.interface.drops'),
      width: 100,
      align: 'end',
      yields: 1,
      text: ({ linkDowns }) => linkDowns,
      cell: ({ linkDowns }) => (linkDowns === undefined ? '' : sayNumber(linkDowns)),
    },
  ];
  const rows = createArrayRows(() => props.interfaces, {
    id: ({ name }) => name,
    sort,
    sorters: { name: ({ name }) => name, rx, tx },
  });
  const table = createTable<NasInterface>({
    name: 'nas-interfaces',
    rows,
    columns: () => columns,
    sort,
    onSort: setSort,
    onOpen: (id) => setChosen(chosen() === id ? undefined : id),
    peeked: chosen,
  });
  return (
    <div class="nas-panel">
      <Show when={chosen()} keyed>
        {(name) => <NasRateChart name={name} rate={() => rates().get(name)} timeZone={session.timeZone} />}
      </Show>
      <Table
        table={table}
        label={say('nas.tab.interfaces')}
        rowName={({ name }) => name}
        news={({ running, disabled }) => `${running} ${disabled}`}
        rowClass={({ disabled }) => (disabled ? 'quiet' : '')}
        empty={<EmptyState glyph="router" title={say('nas.interface.none')} />}
      />
    </div>
  );
}

function errorsOf({ rxErrors, txErrors }: NasInterface): number {
  return (rxErrors ?? 0) + (txErrors ?? 0);
}

function LinkPill(props: { link: NasInterface }): JSX.Element {
  const state = () => (props.link.disabled ? 'disabled' : props.link.running ? 'running' : 'notRunning');
  return (
    <Pill
      tone={state() === 'running' ? 'calm' : 'unknown'}
      glyph={state() === 'running' ? 'live' : state() === 'disabled' ? 'stale' : 'minus'}
    >
      {say(`nas.interface.${state()}`)}
    </Pill>
  );
}
