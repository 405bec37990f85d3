import { createMemo, createSignal, Show, type JSX } from 'solid-js';
import { AuditPage, type AuditRow } from '#shared/audit/audit.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PeekLayout } from '../ui/PeekPanel.tsx';
import { ColumnMenu } from '../ui/table/ColumnMenu.tsx';
import { createTable } from '../ui/table/createTable.ts';
import { ExportButton } from '../ui/table/ExportButton.tsx';
import { createPagedRows } from '../ui/table/pagedRows.ts';
import { Table } from '../ui/table/Table.tsx';
import { say } from '../words/words.ts';
import './audit.css';
import { auditAddress } from './auditAddress.ts';
import { auditColumns } from './auditColumns.tsx';
import { AuditFilterBar } from './AuditFilterBar.tsx';
import { AuditPeek } from './AuditPeek.tsx';
import { useAuditQuery } from './auditQuery.ts';
import { VerifyDialog } from './VerifyDialog.tsx';

/** Everything that was done, by whom, with what stood there before. Newest first; the filter is in the address. */
export function AuditScreen(): JSX.Element {
  useTrail(() => [{ label: say('audit.title') }]);
  const session = useSession();
  const query = useAuditQuery();
  const [partial, setPartial] = createSignal(false);
  const [verifying, setVerifying] = createSignal(false);
  const address = createMemo(() => auditAddress(query.filter(), session.timeZone));
  const rows = createPagedRows<AuditRow>({
    key: address,
    id: ({ position }) => String(position),
    async load(next) {
      const before = next === undefined ? '' : `&before=${next}`;
      const page = await getJson(`/api/audit?${address()}&limit=100${before}`, AuditPage);
      setPartial(page.partial);
      return { rows: page.rows, next: page.next === undefined ? undefined : String(page.next) };
    },
  });
  let focusSearch: () => void = () => {};
  const columns = auditColumns(session.timeZone);
  const table = createTable<AuditRow>({
    name: 'audit',
    rows,
    columns: () => columns,
    listKey: address,
    onOpen: (id) => query.peek(query.peeked() === Number(id) ? undefined : Number(id)),
    peeked: () => (query.peeked() === undefined ? undefined : String(query.peeked())),
    onSearch: () => focusSearch(),
    onBack: () => query.peek(undefined),
    onMoved: (id) => query.peeked() !== undefined && id !== undefined && query.peek(Number(id)),
  });
  const peeked = (): AuditRow | undefined => rows.row(String(query.peeked() ?? ''))?.fields;

  return (
    <PeekLayout
      open={peeked() !== undefined}
      panel={
        <Show when={peeked()}>
          {(row) => <AuditPeek row={row()} query={query} onClose={() => query.peek(undefined)} />}
        </Show>
      }
    >
      <AuditFilterBar
        query={query}
        onSearchReady={(focus) => (focusSearch = focus)}
        end={
          <>
            <Button onClick={() => setVerifying(true)}>{say('audit.verify')}</Button>
            <ColumnMenu table={table} />
            <ExportButton table={table} name="audit" href={`/api/audit.csv?${address()}`} />
          </>
        }
      />
      <Table
        table={table}
        label={say('audit.title')}
        refusedTitle={say('admin.refused')}
        rowName={({ type }) => type}
        empty={
          <EmptyState glyph="search" title={say('audit.empty')} text={say('audit.emptyText')}>
            <Show when={query.narrowed()}>
              <Button onClick={() => query.clear()}>{say('filter.clear')}</Button>
            </Show>
          </EmptyState>
        }
      />
      <Show when={partial() && rows.more()}>
        <div class="audit-more" role="status">
          <span class="muted">{say('audit.partial')}</span>
          <Button pending={rows.changing()} onClick={() => rows.show(0, rows.loaded().length)}>
            {say('audit.further')}
          </Button>
        </div>
      </Show>
      <Show when={verifying()}>
        <VerifyDialog onClose={() => setVerifying(false)} />
      </Show>
    </PeekLayout>
  );
}
