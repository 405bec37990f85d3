import { createSignal, Show, type JSX } from 'solid-js';
import { NasActive, type NasDetail } from '#shared/nas/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createRowWindow } from '../live/rowWindow.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { now } from '../ui/now.ts';
import { duration } from '../ui/relativeTime.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import type { TableColumn } from '../ui/table/tableColumn.ts';
import { say } from '../words/words.ts';
import './nas.css';
import type { NasActs } from './nasActs.ts';

/** Who is connected through the router, as it says itself. */
export function NasActives(props: { nas: NasDetail; acts: NasActs }): JSX.Element {
  const session = useSession();
  const [text, setText] = createSignal('');
  const [ending, setEnding] = createSignal<{ readonly id: string; readonly active: NasActive }>();
  let focusSearch: () => void = () => {};
  const rows = createRowWindow(
    useLive(),
    () => {
      const [id, words] = [ActorId.parse(props.nas.id), text()];
      return { key: `${id} ${words}`, request: (window) => ({ view: 'nas.actives', id, text: words, window }) };
    },
    NasActive,
  );
  const mayEnd = (): boolean => session.permissions.includes('nas.operate');
  const columns: readonly TableColumn<NasActive>[] = [
    {
      id: 'name',
      title: () => say('nas.active.name'),
      width: 170,
      grow: 1,
      fixed: true,
      phone: 'title',
      text: ({ name }) => name,
      cell: ({ name }) => <span class="mono">{name}</span>,
    },
    {
      id: 'service',
      title: () => say('nas.active.service'),
      width: 90,
      phone: 'corner',
      text: ({ service }) => service,
      cell: ({ service }) => say(service === 'ppp' ? 'nas.chart.ppp' : 'nas.chart.hotspot'),
    },
    {
      id: 'via',
      title: () => say('nas.active.via'),
      width: 110,
      yields: 1,
      text: ({ via }) => via,
      cell: ({ via }) => via,
    },
    {
      id: 'address',
      title: () => say('nas.active.address'),
      width: 140,
      phone: 'text',
      text: ({ address }) => address,
      cell: ({ address }) => <span class="mono">{address}</span>,
    },
    {
      id: 'mac',
      title: () => say('nas.active.mac'),
      width: 150,
      yields: 2,
      phone: 'last',
      text: ({ mac }) => mac,
      cell: ({ mac }) => <span class="mono">{mac}</span>,
    },
    {
      id: 'for',
      title: () => say('nas.active.for'),
      width: 90,
      align: 'end',
      phone: 'textEnd',
      cell: ({ startedAt }) => (
        <span class="number">{startedAt === undefined ? '–' : duration(now() - startedAt)}</span>
      ),
    },
    {
      id: 'by',
      title: () => say('nas.active.by'),
      width: 150,
      yields: 1,
      text: ({ radius }) => say(radius ? 'nas.active.radius' : 'nas.active.local'),
      cell: ({ radius }) => say(radius ? 'nas.active.radius' : 'nas.active.local'),
    },
    {
      id: 'acts',
      title: () => '',
      width: 110,
      align: 'end',
      fixed: true,
      phone: 'lastEnd',
      cell: (active, id) => (
        <Show when={mayEnd()}>
          <Button look="quiet" onClick={() => setEnding({ id, active })}>
            {say('nas.active.end')}
          </Button>
        </Show>
      ),
    },
  ];
  const table = createTable<NasActive>({
    name: 'nas-actives',
    rows,
    columns: () => columns,
    listKey: () => `${props.nas.id} ${text()}`,
    onSearch: () => focusSearch(),
  });
  return (
    <div class="nas-panel">
      <SearchField
        label={say('filter.text')}
        text={text()}
        onText={setText}
        onReady={(focus) => (focusSearch = focus)}
      />
      <Table
        table={table}
        label={say('nas.tab.sessions')}
        rowName={({ name }) => name}
        news={({ address }) => address}
        rowClass={() => (props.nas.unknownSince === undefined ? '' : 'quiet')}
        empty={<EmptyState glyph="person" title={say('nas.active.none')} text={say('nas.active.noneText')} />}
      />
      <Show when={ending()}>
        {(chosen) => (
          <ConfirmDialog
            title={say('nas.active.endTitle', { name: chosen().active.name })}
            act={say('nas.active.end')}
            danger
            onClose={() => setEnding(undefined)}
            onConfirm={() => {
              const { id, active } = chosen();
              return props.acts.ask(props.nas, {
                act: 'nas.endSession',
                service: active.service,
                activeId: id,
                name: active.name,
              });
            }}
          >
            {say('nas.active.endText')}
          </ConfirmDialog>
        )}
      </Show>
    </div>
  );
}
