import { useLocation, useSearchParams } from '@solidjs/router';
import { createMemo, Show, type JSX } from 'solid-js';
import { ApprovalRow } from '#shared/approval/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { approvalColumns } from './approvalColumns.tsx';
import { ApprovalPeek } from './ApprovalPeek.tsx';
import { approvalTabs } from './approvalTabs.ts';

/** Acts that wait for a second person: those one may decide, and those one has asked for. Live. */
export function ApprovalScreen(): JSX.Element {
  useTrail(() => [{ label: say('approval.title') }]);
  const session = useSession();
  const location = useLocation();
  const [params, setParams] = useSearchParams<{ approval?: string }>();
  const mayDecide = (): boolean => session.permissions.includes('approval.decide');
  const filter = createMemo(() => (location.pathname.endsWith('/mine') || !mayDecide() ? 'mine' : 'toDecide'));
  const view = createLiveView(useLive(), () => ({ view: 'approvals', filter: filter() }) as const, ApprovalRow);
  const items = (): readonly ApprovalRow[] | undefined =>
    view.state === 'loading' ? undefined : view.rows.map(({ fields }) => fields);
  const versions = createMemo(() => new Map(view.rows.map(({ id, version }) => [id, version])));
  const rows = createArrayRows(items, { id: ({ id }) => id, version: ({ id }) => versions().get(id) ?? 0 });
  const columns = approvalColumns(session.timeZone);
  const peek = (approval: string | undefined): void => setParams({ approval });
  const table = createTable<ApprovalRow>({
    name: 'approvals',
    rows,
    columns: () => columns,
    listKey: filter,
    onOpen: (id) => peek(params.approval === id ? undefined : id),
    peeked: () => params.approval,
    onBack: () => peek(undefined),
  });
  const peeked = (): ApprovalRow | undefined => (params.approval ? rows.row(params.approval)?.fields : undefined);
  return (
    <PeekLayout
      open={peeked() !== undefined}
      panel={
        <Show when={peeked()}>
          {(approval) => <ApprovalPeek approval={approval()} onClose={() => peek(undefined)} />}
        </Show>
      }
    >
      <TabLinks label={say('approval.title')} tabs={approvalTabs(session)} />
      <Table
        table={table}
        label={say('approval.title')}
        rowName={({ subjectName }) => subjectName}
        rowClass={({ state }) => (state === 'requested' ? 'strong' : 'quiet')}
        empty={
          <EmptyState
            calm
            glyph="acknowledged"
            title={say(filter() === 'mine' ? 'approval.noneMine' : 'approval.none')}
            text={say('approval.noneText')}
          />
        }
      />
    </PeekLayout>
  );
}
