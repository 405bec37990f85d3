import { createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { TokenView } from '#shared/auth/tokens.ts';
import { createBranches } from '../branch/branches.ts';
import { companyTabs } from '../company/companyTabs.ts';
import { getJson, remove } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { createArrayRows } from '../ui/table/arrayRows.ts';
import { createTable } from '../ui/table/createTable.ts';
import { Table } from '../ui/table/Table.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import { tokenColumns, tokenSorters } from './tokenColumns.tsx';
import { isExpired } from './tokenStates.ts';

/** What programs and wall screens come in with: made, seen in use, revoked. */
export function TokenScreen(): JSX.Element {
  useTrail(() => [{ label: say('company.title'), href: '/company' }, { label: say('token.title') }]);
  const session = useSession();
  const tokens = createFetched((signal) => getJson('/api/tokens', z.array(TokenView), { signal }));
  const branches = createBranches();
  const [sort, setSort] = createSignal('-createdAt');
  const [making, setMaking] = createSignal(false);
  const [revoking, setRevoking] = createSignal<TokenView>();
  const rows = createArrayRows(() => tokens.data(), { id: ({ id }) => id, sort, sorters: tokenSorters });
  const columns = tokenColumns(session.timeZone, setRevoking);
  const table = createTable<TokenView>({ name: 'tokens', rows, columns: () => columns, sort, onSort: setSort });

  return (
    <div class="peek-list">
      <TabLinks label={say('company.title')} tabs={companyTabs(session)}>
        <Button look="primary" onClick={() => setMaking(true)}>
          {say('token.new')}
        </Button>
      </TabLinks>
      <Show
        when={tokens.trouble() === undefined || tokens.data()}
        fallback={
          <ErrorState title={say('admin.failed')} text={tokens.trouble() ?? ''}>
            <Button onClick={() => void tokens.reload()}>{say('tryAgain')}</Button>
          </ErrorState>
        }
      >
        <Table
          table={table}
          label={say('token.title')}
          rowName={(token) => token.name}
          rowClass={(token) => (isExpired(token) ? 'quiet' : '')}
          empty={
            <EmptyState glyph="key" title={say('token.empty')} text={say('token.emptyText')}>
              <Button look="primary" onClick={() => setMaking(true)}>
                {say('token.new')}
              </Button>
            </EmptyState>
          }
        />
      </Show>
      <Show when={making()}>
        <NewTokenDialog
          branches={branches.data() ?? []}
          onClose={() => setMaking(false)}
          onCreated={() => void tokens.reload()}
        />
      </Show>
      <Show when={revoking()}>
        {(token) => (
          <ConfirmDialog
            title={say('token.revokeTitle', { name: token().name })}
            act={say('token.revoke')}
            danger
            onClose={() => setRevoking(undefined)}
            onConfirm={async () => {
              const { id, name } = token();
              await remove(`/api/tokens/${id}`);
              showToast({ text: say('token.revoked', { name }), tone: 'done' });
              await tokens.reload();
            }}
          >
            {say('token.revokeText')}
          </ConfirmDialog>
        )}
      </Show>
    </div>
  );
}
