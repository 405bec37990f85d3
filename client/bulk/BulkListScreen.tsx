import { useNavigate } from '@solidjs/router';
import { createSignal, Show, type JSX } from 'solid-js';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import { MOST_FILE_BYTES } from '#shared/bulk/importSettings.ts';
import { BulkJobRow } from '#shared/bulk/job.ts';
import { BulkMade } from '#shared/bulk/requests.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useActs } from '../shell/acts.ts';
import { ApiError, postFile } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import './bulk.css';
import { AutomationBanner } from './AutomationBanner.tsx';
import { BrakeBanner } from './BrakeBanner.tsx';
import { BulkActDialog } from './BulkActDialog.tsx';
import { bulkColumns } from './bulkColumns.tsx';
import { bulkTitle } from './bulkTitle.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { ImportDatabaseDialog } from './ImportDatabaseDialog.tsx';
import { ImportRouterDialog } from './ImportRouterDialog.tsx';

type Listed = BulkJobRow & { readonly id: string };

/** Imports and acts on many lines, latest first, with what they have come to. */
export function BulkListScreen(): JSX.Element {
  useTrail(() => [{ label: say('bulk.title') }]);
  const session = useSession();
  const navigate = useNavigate();
  const view = createLiveView(useLive(), () => ({ view: 'bulk.jobs' }) as const, BulkJobRow);
  const [sending, setSending] = createSignal(false);
  const [acting, setActing] = createSignal(false);
  const [reading, setReading] = createSignal(false);
  const [connecting, setConnecting] = createSignal(false);
  let input: HTMLInputElement | undefined;
  const items = (): readonly Listed[] | undefined =>
    view.state === 'loading' ? undefined : view.rows.map(({ id, fields }) => ({ ...fields, id }));
  const columns = bulkColumns(session.timeZone);
  const table = createTable<Listed>({
    name: 'bulk',
    rows: createArrayRows(items, { id: ({ id }) => id }),
    columns: () => columns,
    onOpen: (id) => navigate(`/bulk/${id}`),
  });
  const may = (permission: 'bulk.import' | 'bulk.act' | 'bulk.export'): boolean =>
    session.permissions.includes(permission);
  useActs(() => [
    ...(may('bulk.import')
      ? [
          {
            id: 'bulk.import',
            label: say('bulk.import'),
            glyph: 'upload' as const,
            key: 'n',
            run: () => input?.click(),
          },
        ]
      : []),
    ...(may('bulk.act')
      ? [{ id: 'bulk.act', label: say('bulk.act'), glyph: 'play' as const, run: () => setActing(true) }]
      : []),
  ]);
  const send = async (file: File): Promise<void> => {
    setSending(true);
    try {
      if (file.size > MOST_FILE_BYTES)
        throw new ApiError(413, 'bulk/file-too-large', bulkRefusals['bulk/file-too-large']);
      const { id } = await postFile(`/api/bulk/imports?name=${encodeURIComponent(file.name)}`, file, BulkMade);
      navigate(`/bulk/${id}`);
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    } finally {
      setSending(false);
    }
  };
  const buttons = (): JSX.Element => (
    <>
      <Show when={may('bulk.act')}>
        <Button onClick={() => setActing(true)}>{say('bulk.act')}</Button>
      </Show>
      <Show when={may('bulk.import') && session.permissions.includes('nas.viewSecrets')}>
        <Button onClick={() => setReading(true)}>{say('bulk.fromRouter')}</Button>
      </Show>
      <Show when={may('bulk.import')}>
        <Button onClick={() => setConnecting(true)}>{say('bulk.fromDatabase')}</Button>
      </Show>
      <Show when={may('bulk.import')}>
        <Button look="primary" hint="n" pending={sending()} onClick={() => input?.click()}>
          {say(sending() ? 'bulk.importing' : 'bulk.import')}
        </Button>
      </Show>
    </>
  );
  return (
    <div class="bulk-list">
      <input
        ref={(element) => (input = element)}
        type="file"
        class="visually-hidden"
        tabindex={-1}
        aria-label={say('bulk.import')}
        accept=".csv,.tsv,.txt,.xlsx,.sql"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (file) void send(file);
        }}
      />
      <TabLinks label={say('bulk.title')} tabs={[{ href: '/bulk', label: say('bulk.title') }]}>
        <Show when={may('bulk.export')}>
          <ExportMenu />
        </Show>
        {buttons()}
      </TabLinks>
      <BrakeBanner />
      <AutomationBanner />
      <Table
        table={table}
        label={say('bulk.title')}
        refusedTitle={say('bulk.revoked')}
        rowName={bulkTitle}
        empty={
          <EmptyState glyph="upload" title={say('bulk.empty')} text={say('bulk.emptyText')}>
            {buttons()}
          </EmptyState>
        }
      />
      <Show when={reading()}>
        <ImportRouterDialog onClose={() => setReading(false)} onMade={(id) => navigate(`/bulk/${id}`)} />
      </Show>
      <Show when={connecting()}>
        <ImportDatabaseDialog onClose={() => setConnecting(false)} onMade={(id) => navigate(`/bulk/${id}`)} />
      </Show>
      <Show when={acting()}>
        <BulkActDialog onClose={() => setActing(false)} onMade={(id) => navigate(`/bulk/${id}`)} />
      </Show>
    </div>
  );
}
