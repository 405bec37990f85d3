import { useSearchParams } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { ApprovalHistory, type ApprovalRow } from '#shared/approval/view.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { approvalHistoryColumns } from './approvalColumns.tsx';
import { ApprovalPeek } from './ApprovalPeek.tsx';
import { approvalTabs } from './approvalTabs.ts';

const LIMIT = 100;

/** What became of requests, latest end first, page by page: the past does not change, so it is not live. */
export function ApprovalHistoryScreen(): JSX.Element {
  useTrail(() => [{ label: say('approval.title'), href: '/approvals' }, { label: say('approval.history') }]);
  const session = useSession();
  const [params, setParams] = useSearchParams<{ approval?: string }>();
  const rows = createPagedRows<ApprovalRow>({
    key: () => '',
    id: ({ id }) => id,
    load: (before) =>
      getJson(
        `/api/approvals/history?limit=${LIMIT}${before === undefined ? '' : `&before=${before}`}`,
        ApprovalHistory,
      ),
  });
  const columns = approvalHistoryColumns(session.timeZone);
  const peek = (approval: string | undefined): void => setParams({ approval: approval ?? null });
  const table = createTable<ApprovalRow>({
    name: 'approvalHistory',
    rows,
    columns: () => columns,
    onOpen: (id) => peek(params.approval === id ? undefined : id),
    peeked: () => params.approval,
    onBack: () => peek(undefined),
    onMoved: (id) => params.approval !== undefined && id !== undefined && peek(id),
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
      <TabLinks label={say('approval.title')} tabs={approvalTabs(session)}>
        <ColumnMenu table={table} />
      </TabLinks>
      <Table
        table={table}
        label={say('approval.history')}
        refusedTitle={say('admin.refused')}
        rowName={({ subjectName, act }) => subjectName || act}
        empty={
          <EmptyState glyph="acknowledged" title={say('approval.noneEnded')} text={say('approval.noneEndedText')} />
        }
      />
      <Show when={rows.loaded().length > 0 && rows.trouble()}>
        {(why) => (
          <p class="table-foot" role="alert">
            {say('ui.moreFailed', { why: why() })}
            <Button onClick={() => rows.retry()}>{say('tryAgain')}</Button>
          </p>
        )}
      </Show>
    </PeekLayout>
  );
}
