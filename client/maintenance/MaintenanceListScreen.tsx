import { useLocation, useNavigate } from '@solidjs/router';
import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { MaintenanceRow } from '#shared/maintenance/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { MaintenanceCalendar } from './MaintenanceCalendar.tsx';
import { maintenanceColumns } from './maintenanceColumns.tsx';
import { MaintenanceDialog } from './MaintenanceDialog.tsx';

const SHOWN = 200;

/** Windows that run and come, with the next two weeks as a strip; and those that are over. Live. */
export function MaintenanceListScreen(): JSX.Element {
  useTrail(() => [{ label: say('maintenance.title') }]);
  const session = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const mayManage = (): boolean => session.permissions.includes('maintenance.manage');
  const [planning, setPlanning] = createSignal(location.pathname.endsWith('/new') && mayManage());
  const when = createMemo(() => (location.pathname.endsWith('/past') ? ('past' as const) : ('open' as const)));
  const view = createLiveView(
    useLive(),
    () =>
      ({
        view: 'maintenance.list',
        filter: { when: when(), text: '' },
        window: { offset: 0, limit: SHOWN },
      }) as const,
    MaintenanceRow,
  );
  const items = (): readonly MaintenanceRow[] | undefined =>
    view.state === 'loading' ? undefined : view.rows.map(({ fields }) => fields);
  const versions = createMemo(() => new Map(view.rows.map(({ id, version }) => [id, version])));
  const rows = createArrayRows(items, { id: ({ id }) => id, version: ({ id }) => versions().get(id) ?? 0 });
  const columns = createMemo(() => maintenanceColumns(session.timeZone, when));
  const open = (id: string): void => navigate(`/maintenance/${id}`);
  const table = createTable<MaintenanceRow>({
    name: 'maintenance',
    rows,
    columns,
    listKey: when,
    onOpen: open,
    onEnter: open,
  });
  useActs(() =>
    mayManage()
      ? [
          {
            id: 'maintenance.plan',
            label: say('maintenance.plan'),
            glyph: 'plus',
            key: 'n',
            run: () => setPlanning(true),
          },
        ]
      : [],
  );
  const plan = (): JSX.Element => (
    <Show when={mayManage()}>
      <Button look="primary" hint="n" onClick={() => setPlanning(true)}>
        {say('maintenance.plan')}
      </Button>
    </Show>
  );
  const close = (): void => {
    setPlanning(false);
    if (location.pathname.endsWith('/new')) navigate('/maintenance', { replace: true });
  };
  return (
    <div class="peek-list">
      <TabLinks
        label={say('maintenance.title')}
        tabs={[
          { href: '/maintenance', label: say('maintenance.open') },
          { href: '/maintenance/past', label: say('maintenance.past') },
        ]}
      >
        {plan()}
      </TabLinks>
      <Show when={when() === 'open'}>
        <MaintenanceCalendar windows={items() ?? []} timeZone={session.timeZone} />
      </Show>
      <Table
        table={table}
        label={say('maintenance.title')}
        rowName={({ title }) => title}
        rowClass={({ state }) => (state === 'running' || state === 'overrun' ? 'strong' : '')}
        empty={
          <EmptyState
            glyph="maintenance"
            title={say(when() === 'past' ? 'maintenance.nonePast' : 'maintenance.none')}
            text={say('maintenance.noneText')}
          >
            {plan()}
          </EmptyState>
        }
      />
      <Show when={planning()}>
        <MaintenanceDialog onClose={close} onDone={(id) => open(id)} />
      </Show>
    </div>
  );
}
