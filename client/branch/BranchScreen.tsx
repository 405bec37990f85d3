import { createSignal, Show, type JSX } from 'solid-js';
import type { BranchView } from '#shared/tenant/branches.ts';
import { companyTabs } from '../company/companyTabs.ts';
import { ApiError, post } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Pill } from '../ui/Pill.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { sortBoth, type TableColumn } from '../ui/table/tableColumn.ts';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { type PlainKey, say, sayNumber } from '../words/words.ts';
import { BranchDialog } from './BranchDialog.tsx';
import { createBranches } from './branches.ts';

/** Where the company works: names and zones. Archiving keeps what happened there. */
export function BranchScreen(): JSX.Element {
  useTrail(() => [{ label: say('company.title'), href: '/company' }, { label: say('branch.title') }]);
  const session = useSession();
  const branches = createBranches();
  const [sort, setSort] = createSignal('');
  const [changing, setChanging] = createSignal<BranchView | 'new'>();
  const mayManage = (): boolean => session.permissions.includes('branch.manage');
  const mayAdd = (): boolean => mayManage() && session.branches.length === 0;

  async function move(branch: BranchView, to: 'archive' | 'restore'): Promise<void> {
    try {
      await post(`/api/branches/${branch.id}/${to}`, {});
      await branches.reload();
      const back = to === 'archive' ? 'restore' : 'archive';
      showToast({
        text: say(to === 'archive' ? 'branch.archivedDone' : 'branch.restoredDone', { name: branch.name }),
        tone: 'done',
        action: { label: say('undo.clear'), run: () => void move(branch, back) },
      });
    } catch (error) {
      showToast({ text: troubleOf(error, branch), tone: 'trouble' });
    }
  }

  const columns: readonly TableColumn<BranchView>[] = [
    {
      id: 'name',
      title: () => say('branch.name'),
      width: 200,
      grow: 1,
      fixed: true,
      phone: 'title',
      sort: sortBoth('name'),
      text: (branch) => branch.name,
      cell: (branch) => branch.name,
    },
    {
      id: 'zone',
      title: () => say('branch.zone'),
      width: 180,
      phone: 'text',
      text: (branch) => branch.timeZone,
      cell: (branch) => branch.timeZone,
    },
    {
      id: 'users',
      title: () => say('branch.people'),
      width: 120,
      align: 'end',
      sort: sortBoth('users', 'descending'),
      text: (branch) => branch.users,
      cell: (branch) => sayNumber(branch.users),
    },
    {
      id: 'since',
      title: () => say('branch.since'),
      width: 140,
      yields: 1,
      cell: (branch) => <Age at={branch.createdAt} timeZone={branch.timeZone} />,
    },
    {
      id: 'state',
      title: () => say('column.state'),
      width: 130,
      phone: 'corner',
      cell: (branch) => (
        <Show when={branch.archivedAt !== undefined}>
          <Pill tone="unknown" glyph="stale">
            {say('branch.archived')}
          </Pill>
        </Show>
      ),
    },
    {
      id: 'acts',
      title: () => '',
      width: 110,
      align: 'end',
      fixed: true,
      phone: 'lastEnd',
      cell: (branch) => (
        <Show when={mayManage()}>
          <Button
            look="quiet"
            onClick={(event) => {
              event.stopPropagation();
              void move(branch, branch.archivedAt === undefined ? 'archive' : 'restore');
            }}
          >
            {say(branch.archivedAt === undefined ? 'branch.archive' : 'branch.restore')}
          </Button>
        </Show>
      ),
    },
  ];
  const rows = createArrayRows(() => branches.data(), {
    id: (branch) => branch.id,
    sort,
    sorters: { name: (branch) => branch.name, users: (branch) => branch.users },
  });
  const table = createTable<BranchView>({
    name: 'branches',
    rows,
    columns: () => columns,
    sort,
    onSort: setSort,
    onOpen: (id) => mayManage() && setChanging(branches.data()?.find((branch) => branch.id === id)),
  });

  return (
    <div class="peek-list">
      <TabLinks label={say('company.title')} tabs={companyTabs(session)}>
        <Show when={mayAdd()}>
          <Button look="primary" onClick={() => setChanging('new')}>
            {say('branch.new')}
          </Button>
        </Show>
      </TabLinks>
      <Show
        when={branches.trouble() === undefined || branches.data()}
        fallback={
          <ErrorState title={say('admin.failed')} text={branches.trouble() ?? ''}>
            <Button onClick={() => void branches.reload()}>{say('tryAgain')}</Button>
          </ErrorState>
        }
      >
        <Table
          table={table}
          label={say('branch.title')}
          rowName={(branch) => branch.name}
          rowClass={(branch) => (branch.archivedAt === undefined ? '' : 'quiet')}
          empty={<EmptyState glyph="home" title={say('branch.title')} />}
        />
      </Show>
      <Show when={changing()} keyed>
        {(branch) => (
          <BranchDialog
            branch={branch === 'new' ? undefined : branch}
            onClose={() => setChanging(undefined)}
            onDone={() => {
              setChanging(undefined);
              void branches.reload();
            }}
          />
        )}
      </Show>
    </div>
  );
}

const contentKeys: Readonly<Record<string, PlainKey>> = {
  user: 'user.title',
  invitation: 'user.invitations',
  alarmSource: 'branch.alarmSources',
  alarm: 'alarm.title',
  nas: 'nas.title',
  maintenance: 'maintenance.title',
  rota: 'onCall.title',
  approval: 'approval.title',
};

function contentWords(kind: string): string {
  const key = contentKeys[kind];
  return key === undefined ? kind : say(key);
}

/** What is still in a branch stands in the refusal, by kind and count. */
function troubleOf(error: unknown, branch: BranchView): string {
  if (!(error instanceof ApiError)) throw error;
  const content = error.errors?.map(({ path, message }) => `${contentWords(path)}: ${message}`).join(', ');
  return error.code === 'branch/not-empty' && content
    ? say('branch.notEmpty', { name: branch.name, content })
    : error.message;
}
